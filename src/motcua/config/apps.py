from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Binds the rooms together once all of them are loaded."""

    name = "motcua.config"
    label = "config"

    def ready(self) -> None:
        from motcua.config import wiring  # noqa: PLC0415 (rooms must be loaded first)

        wiring.bind()
