"""Pages read strictly."""

from html.parser import HTMLParser

VOID = {"meta", "link", "input", "img", "br", "hr"}


class Page(HTMLParser):
    """A page read strictly: tags must nest, ids must be unique."""

    def __init__(self, text):
        super().__init__()
        self.open, self.ids, self.tags, self.links = [], [], [], []
        self.marked, self.text = "", ""
        self.feed(text)
        self.close()
        assert self.open == [], self.open
        assert len(self.ids) == len(set(self.ids))

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        self.tags.append((tag, known))
        assert len(known) == len(attrs), f"an attribute twice in <{tag}>"
        assert not any(name.startswith("on") or name == "style" for name in known), known
        if "id" in known:
            self.ids.append(known["id"])
        if tag == "a":
            self.links.append(known["href"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in {"path", "rect", "circle"}:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data
        if "mark" in self.open:
            self.marked += data

    def all(self, tag, **known):
        return [a for t, a in self.tags if t == tag and known.items() <= a.items()]


def get(client, path, status=200):
    reply = client.get(path)
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert len(reply.content) < 100_000
    return Page(reply.text)
