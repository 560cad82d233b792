from django.apps import AppConfig
from django.core.checks import Tags, register


class KitConfig(AppConfig):
    """Compiles words that have changed and refuses to boot when a page does not say who may open it."""

    name = "motcua.faces.kit"
    label = "kit"
    verbose_name = "kit"

    def ready(self) -> None:
        from motcua.faces.kit import checks, words  # noqa: PLC0415 (Django must be ready first)

        words.compile_stale()
        register(checks.every_view_declares_its_power, Tags.security)
