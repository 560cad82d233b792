"""The web application, as granian loads it: Django behind a small memory of public pages."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402

from motcua.config.public_pages import PublicPages  # noqa: E402

application = PublicPages(get_wsgi_application())
