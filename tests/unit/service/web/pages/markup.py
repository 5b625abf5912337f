"""What is wrong with a page, as strict eyes see it: tags, labels, ids, and nothing that our CSP would have to allow."""

from html.parser import HTMLParser

_VOID = {"meta", "link", "input", "br", "hr", "img", "wbr"}
_OPTIONAL = {"required", "multiple", "defer", "selected", "open"}


class Page(HTMLParser):
    """A parsed page; `faults` names what is wrong with it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.title = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self._open]
        self._labels()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if len(given) != len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        self.faults += [f"<{tag} {name}>" for name in given if name.startswith("on") or name == "style"]
        self.faults += [f"{name} without value" for name, value in attrs if value is None and name not in _OPTIONAL]
        if tag == "script" and "src" not in given:
            self.faults.append("a script in the page")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title":
            self.title += data

    def _labels(self) -> None:
        ids = [given["id"] for _, given in self.tags if "id" in given]
        self.faults += [f"id {each} stands twice" for each in set(ids) if ids.count(each) > 1]
        named = {given.get("for") for tag, given in self.tags if tag == "label"}
        for tag, given in self.tags:
            if (
                tag in {"input", "select", "progress"}
                and given.get("type") != "hidden"
                and given.get("id") not in named
            ):
                self.faults.append(f"<{tag} name={given.get('name')}> has no label")
            for attribute in ("aria-labelledby", "aria-describedby", "for"):
                if given.get(attribute) and given[attribute] not in ids:
                    self.faults.append(f"{attribute}={given[attribute]} names nothing")
            if tag == "form" and given.get("method") == "post":
                continue
        posts = sum(1 for tag, given in self.tags if tag == "form" and given.get("method") == "post")
        if posts != sum(1 for _, given in self.tags if given.get("name") == "csrf"):
            self.faults.append("a form without its secret")
