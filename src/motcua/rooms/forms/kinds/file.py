# ruff: noqa: ARG002 (every kind is asked the same things)
from typing import Any, ClassVar
from uuid import UUID

from motcua.rooms.forms.kinds.kind import Context, Kind
from motcua.rooms.forms.kinds.number import written
from motcua.rooms.forms.types import Field
from motcua.rooms.forms.words import Words, inside, say

MEDIA = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "heic": "image/heic",
    "webp": "image/webp",
}
USUAL = ("application/pdf", "image/jpeg", "image/png")
MEGABYTE = 1024 * 1024
USUAL_MB = 10
MOST_FILES = 20


def media_of(field: Field) -> tuple[str, ...]:
    """The content types a field takes."""
    return tuple(MEDIA.get(name.lower().lstrip("."), name.lower()) for name in field.limits.media) or USUAL


def max_bytes(field: Field) -> int:
    return int((field.limits.max_mb or USUAL_MB) * MEGABYTE)


def is_file_id(text: Any) -> bool:
    try:
        return isinstance(text, str) and bool(UUID(text))
    except ValueError:
        return False


class File(Kind):
    """Files taken in by the documents room; the answer is the list of their ids."""

    key = "file"
    macro = "file"
    verb = Words(vi="Gửi", en="Send")
    blank: ClassVar[Any] = []
    limits = frozenset({"min_items", "max_items", "media", "max_mb", "max_pages"})
    example = ("0199c7a0-0000-7000-8000-000000000000",)

    def gather(self, field: Field, name: str, post: Any) -> Any:
        return None  # files arrive by their own door; see portal/apply

    def parse(self, field: Field, typed: Any) -> Any:
        if isinstance(typed, str):
            typed = [typed] if typed else []
        if typed is None:
            return []
        return list(dict.fromkeys(typed))[:MOST_FILES] if self.holds(typed) else typed

    def holds(self, value: Any) -> bool:
        return isinstance(value, list | tuple) and all(is_file_id(one) for one in value)

    def check(self, field: Field, value: Any, context: Context) -> Words | None:
        if not self.holds(value):
            return self.missing(field)
        least, most = field.limits.min_items or 0, field.limits.max_items or MOST_FILES
        if len(value) < least:
            return say(
                "Gửi đủ {least} tệp. Mới có {n} tệp",
                "Send {least} files. There are {n} so far",
                least=least,
                n=len(value),
            )
        if len(value) > most:
            return say(
                "Giữ lại {most} tệp. Đang có {n} tệp", "Keep {most} files. There are {n}", most=most, n=len(value)
            )
        return next((fault for one in value if (fault := self.fault_of(field, one, context))), None)

    def fault_of(self, field: Field, file_id: str, context: Context) -> Words | None:
        """What is wrong with one file. Files nobody looked up are not judged."""
        if context.files is None:
            return None
        file = context.files.get(file_id)
        if file is None:
            return say(
                "Gửi lại {label}: tệp không còn", "Send {label} again: the file is gone", label=inside(field.label)
            )
        if file.state in ("refused", "unreadable"):
            return say(
                "Gửi tệp khác thay cho “{name}”. {reason}",
                "Send another file instead of “{name}”. {reason}",
                name=file.name,
                reason=getattr(file, "words", "") or "",
            )
        if file.size > max_bytes(field):
            return say(
                "“{name}” nặng {size} MB, tối đa {most} MB. Gửi tệp nhỏ hơn",
                "“{name}” is {size} MB, at most {most} MB. Send a smaller file",
                name=file.name,
                size=written(round(file.size / MEGABYTE, 1)),
                most=written(max_bytes(field) / MEGABYTE),
            )
        pages = getattr(file, "pages", None)
        if pages and field.limits.max_pages and pages > field.limits.max_pages:
            return say(
                "“{name}” có {pages} trang, tối đa {most} trang",
                "“{name}” has {pages} pages, at most {most}",
                name=file.name,
                pages=pages,
                most=field.limits.max_pages,
            )
        return None

    def shown(self, field: Field, value: Any, language: str = "vi") -> tuple[str, ...]:
        if not value or not self.holds(value):
            return ()
        return (f"{len(value)} tệp" if language != "en" else f"{len(value)} file(s)",)

    def boxes(self, field: Field, value: Any) -> Any:
        return []

    def attrs(self, field: Field) -> dict[str, Any]:
        return {
            "accept": ",".join(media_of(field)),
            "max_size": max_bytes(field),
            "max_files": field.limits.max_items or MOST_FILES,
        }

    def schema(self, field: Field) -> dict[str, Any]:
        return {
            "type": "array",
            "items": {"type": "string", "format": "uuid"},
            "maxItems": field.limits.max_items or MOST_FILES,
        }


FILE = File()
