"""A wrong setting refuses to boot, and the message says what to do."""

import pytest

from motcua.config import env

BAD: list[tuple[dict[str, str], str]] = [
    ({"MOTCUA_SECRET_KEY": "short"}, "MOTCUA_SECRET_KEY"),
    ({"MOTCUA_SECRET_KEY": "a" * 60}, "too simple"),
    ({"MOTCUA_PUBLIC_URL": "https://motcua.example.vn/"}, "without a slash"),
    ({"MOTCUA_PUBLIC_URL": "motcua"}, "must be like https://"),
    ({"MOTCUA_DEBUG": "true", "MOTCUA_PUBLIC_URL": "https://motcua.example.vn"}, "switch it off"),
    ({"MOTCUA_DATABASE_URL": "mysql://x"}, "postgresql://"),
    ({"MOTCUA_DATABASE_URL": "sqlite:///x.db"}, "postgresql://"),
    ({"MOTCUA_WEB_WORKERS": "0"}, "MOTCUA_WEB_WORKERS"),
    ({"MOTCUA_WEB_WORKERS": "many"}, "MOTCUA_WEB_WORKERS"),
    ({"MOTCUA_WEB_THREADS": "1000"}, "MOTCUA_WEB_THREADS"),
    ({"MOTCUA_SESSION_IDLE_MINUTES": "1"}, "MOTCUA_SESSION_IDLE_MINUTES"),
    ({"MOTCUA_SESSION_HOURS": "100"}, "MOTCUA_SESSION_HOURS"),
    ({"MOTCUA_UPLOAD_MAX_MB": "0"}, "MOTCUA_UPLOAD_MAX_MB"),
    ({"MOTCUA_MAIL_PORT": "smtp"}, "MOTCUA_MAIL_PORT"),
    ({"MOTCUA_DEMO": "perhaps"}, "MOTCUA_DEMO"),
    (
        {
            "MOTCUA_PUBLIC_URL": "https://motcua.example.vn",
            "MOTCUA_DEMO": "false",
            "MOTCUA_TSA_URL": "http://127.0.0.1:8006/tsa",
        },
        "tsa_url still points",
    ),
    (
        {
            "MOTCUA_PUBLIC_URL": "https://motcua.example.vn",
            "MOTCUA_DEMO": "false",
            "MOTCUA_OIDC_ISSUER": "http://localhost:8001",
        },
        "oidc_issuer still points",
    ),
]


@pytest.mark.parametrize(("wrong", "words"), BAD)
def test_a_wrong_setting_refuses_to_boot(wrong: dict[str, str], words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(env.Misconfigured, match=words):
        env.load.__wrapped__()


def test_every_problem_is_listed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"MOTCUA_SECRET_KEY": "short", "MOTCUA_WEB_WORKERS": "0", "MOTCUA_MAIL_PORT": "smtp"}.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(env.Misconfigured) as fault:
        env.load.__wrapped__()

    assert str(fault.value).count("  - MOTCUA_") == 3


def test_the_environment_wins_over_the_installation_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_VNPAY_TMN_CODE", "THEIRS01")

    assert env.load.__wrapped__().vnpay_tmn_code == "THEIRS01"
