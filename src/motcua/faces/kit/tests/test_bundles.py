import gzip
from pathlib import Path

import pytest

from motcua.faces.kit import assets

STYLE_LIMIT, SCRIPT_LIMIT = 12 * 1024, 15 * 1024


def test_bundles_are_hashed_small_and_precompressed(tmp_path: Path) -> None:
    built = assets.build(tmp_path)

    for name, hashed in built.items():
        packed = (tmp_path / "kit" / f"{hashed}.gz").read_bytes()
        assert gzip.decompress(packed) == (tmp_path / "kit" / hashed).read_bytes()
        assert len(packed) <= (STYLE_LIMIT if name.endswith(".css") else SCRIPT_LIMIT), name


def test_the_same_sources_give_the_same_names(tmp_path: Path) -> None:
    assert assets.build(tmp_path / "a") == assets.build(tmp_path / "b")


def test_a_joined_script_has_no_import_left(tmp_path: Path) -> None:
    built = assets.build(tmp_path)

    script = (tmp_path / "kit" / built["citizen.js"]).read_text(encoding="utf-8")
    assert "import " not in script
    assert "export " not in script


def test_two_modules_may_not_use_one_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "js").mkdir()
    for name in ("a", "b"):
        (tmp_path / "js" / f"{name}.js").write_text("export const same = 1;\n")
    monkeypatch.setattr(assets, "SOURCE", tmp_path)

    with pytest.raises(ValueError, match="same"):
        assets._script(("js/a.js", "js/b.js"))


@pytest.mark.parametrize("path", sorted((assets.SOURCE / "css").glob("*.css")), ids=lambda p: p.name)
def test_style_sheets_keep_to_what_old_browsers_read(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert "@layer" not in text
    assert ":has(" not in text
    assert "http:" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "https:" not in text


def test_no_page_carries_an_inline_style_or_script() -> None:
    faces = Path(assets.__file__).parent.parent
    guilty = [
        path.name
        for path in faces.glob("*/jinja2/**/*.html")
        for text in [path.read_text(encoding="utf-8")]
        if ' style="' in text or "<style" in text or "onclick=" in text or "<script>" in text
    ]

    assert guilty == []
