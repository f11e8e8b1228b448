"""What a fault is."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Fault:
    """One deliberate fault.

    Attributes:
        what: What is wrong with it, in a few words.
        file: The file that it is put into.
        old: What stands there, exactly once; "" removes the whole file.
        new: What takes its place.
        checks: What should catch it, the first one first: a name of `faults.__main__.COMMANDS`,
            or what one gives to pytest.
    """

    what: str
    file: str
    old: str
    new: str
    checks: tuple[str, ...]

    def applied(self, text: str) -> str | None:
        """The file's text with the fault, None where the file is to be removed.

        Raises:
            ValueError: The text to replace does not occur exactly once.
        """
        if not self.old:
            return None
        if text.count(self.old) != 1:
            raise ValueError(
                f"{self.what}: {self.old!r} occurs {text.count(self.old)} times in {self.file}, "
                f"expected once."
            )
        return text.replace(self.old, self.new)

    def put_into(self, folder: Path) -> None:
        """Change the file below a folder."""
        file = folder / self.file
        faulty = self.applied(file.read_text(encoding="utf-8"))
        if faulty is None:
            file.unlink()
        else:
            file.write_text(faulty, encoding="utf-8")
