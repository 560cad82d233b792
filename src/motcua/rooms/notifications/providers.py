"""Mail by SMTP, SMS by HTTP. Settings are read at each message, so an operator's change counts at once."""

import smtplib
from email.headerregistry import Address
from email.utils import parseaddr
from urllib.parse import urlparse

import httpx
from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage, get_connection

from motcua.rooms.notifications.ports import NeverThere, NotNow, Outgoing, Provider
from motcua.rooms.notifications.types import Channel

SECONDS = 10
PERMANENT = range(500, 600)


class SmtpMail:
    """Mail through the server of the settings."""

    def ready(self) -> bool:
        return bool(settings.MOTCUA.mail_host)

    def send(self, message: Outgoing) -> str:
        wanted = settings.MOTCUA
        host = parseaddr(wanted.mail_from)[1].rpartition("@")[2] or "motcua"
        identifier = f"<{message.reference}@{host}>"
        connection = get_connection(
            "django.core.mail.backends.smtp.EmailBackend",
            host=wanted.mail_host,
            port=wanted.mail_port,
            username=wanted.mail_user or None,
            password=wanted.mail_password or None,
            use_tls=wanted.mail_tls,
            timeout=SECONDS,
        )
        mail = EmailMessage(
            subject=message.subject,
            body=message.body,
            from_email=wanted.mail_from,
            to=[message.address],
            headers={"Message-ID": identifier, "Auto-Submitted": "auto-generated"},
            connection=connection,
        )
        try:
            Address(addr_spec=message.address)
            mail.send()
        except (BadHeaderError, ValueError, UnicodeError) as fault:
            raise NeverThere(f"address or header: {type(fault).__name__}") from fault
        except smtplib.SMTPRecipientsRefused as fault:
            code = next(iter(fault.recipients.values()))[0]
            raise (NeverThere if code in PERMANENT else NotNow)(f"SMTP {code}") from fault
        except smtplib.SMTPDataError as fault:
            raise (NeverThere if fault.smtp_code in PERMANENT else NotNow)(f"SMTP {fault.smtp_code}") from fault
        except smtplib.SMTPResponseException as fault:
            # A server that refuses us (authentication, policy) may be mended by the operator: try again.
            raise NotNow(f"SMTP {fault.smtp_code}") from fault
        except (smtplib.SMTPException, OSError) as fault:
            raise NotNow(type(fault).__name__) from fault
        return identifier


class HttpSms:
    """SMS through a gateway: POST JSON {to, text, reference} with a bearer token."""

    def ready(self) -> bool:
        return bool(settings.MOTCUA.sms_url)

    def send(self, message: Outgoing) -> str:
        wanted = settings.MOTCUA
        url = wanted.sms_url if urlparse(wanted.sms_url).path.strip("/") else f"{wanted.sms_url.rstrip('/')}/messages"
        try:
            answer = httpx.post(
                url,
                json={"to": message.address, "text": message.body, "reference": message.reference},
                headers={"Authorization": f"Bearer {wanted.sms_token}"},
                timeout=SECONDS,
            )
        except httpx.HTTPError as fault:
            raise NotNow(type(fault).__name__) from fault
        if answer.status_code in {400, 404, 422}:
            raise NeverThere(f"HTTP {answer.status_code}")
        if not answer.is_success:
            raise NotNow(f"HTTP {answer.status_code}")
        try:
            return str(answer.json().get("id", ""))
        except (ValueError, AttributeError):
            return ""


def configured(channel: str) -> Provider:
    return SmtpMail() if channel == Channel.EMAIL else HttpSms()
