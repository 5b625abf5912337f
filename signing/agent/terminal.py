"""The signer's own terminal: what is signed stands here, and the PIN is typed here and nowhere else."""

from getpass import getpass

from signing.agent.ceremony import Ceremony

YES = "ký"
ANSWERS = {"ký", "ky", "KY", "KÝ", "Ký", "Ky"}


class Terminal:
    """Shows, asks and tells."""

    def agrees(self, ceremony: Ceremony) -> bool:
        """List every document with code, title, pages and hash; only the word itself is a yes."""
        print(f"\n=== Yêu cầu ký {len(ceremony.items)} văn bản ===")
        for number, item in enumerate(ceremony.items, 1):
            print(f"{number:3}. {item.dossier}  {item.title}  ({item.pages} trang)")
            print(f"     SHA-256 {' '.join(item.hash[at : at + 8] for at in range(0, 64, 8))}")
        print("Đối chiếu với danh sách trên trang web trước khi đồng ý.")
        try:
            return input(f"Gõ «{YES}» rồi Enter để ký tất cả; phím khác để từ chối: ").strip() in ANSWERS
        except EOFError:
            return False

    def pin(self, prompt: str) -> bytes:
        """Ask without showing what is typed; nothing where the terminal is closed."""
        try:
            return getpass(prompt).encode()
        except EOFError:
            return b""

    def told(self, sentence: str) -> None:
        """One line."""
        print(sentence, flush=True)
