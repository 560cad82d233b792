from django.apps import AppConfig
from django.core.checks import Tags, register


class KitConfig(AppConfig):
    """Builds bundles that have changed and refuses to boot when a page does not say who may open it."""

    name = "motcua.faces.kit"
    label = "kit"
    verbose_name = "kit"

    def ready(self) -> None:
        from django.conf import settings  # noqa: PLC0415 (Django must be ready first)

        from motcua.faces.kit import assets, checks  # noqa: PLC0415

        if not settings.DEBUG:
            assets.build_stale()
        register(checks.every_view_declares_its_power, Tags.security)
