"""Who the person is: name, e-mail, phone, place, links, headline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from core.lexicon import plain, section, table, words
from core.resume import signs
from core.resume.pieces import Piece, Row, joined
from core.resume.sections import Section, is_noise, label

_EMAIL = re.compile(r"[A-Za-z0-9][\w.+%-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,24}(?![\w-])")
_SPACED_EMAIL = re.compile(r"[A-Za-z0-9][\w.+%-]*\s?@\s?[A-Za-z0-9-]+(?:\s?\.\s?[A-Za-z0-9-]+)*\s?\.\s?[A-Za-z]{2,4}(?![\w-])")
_URL = re.compile(
    r"(?:https?://|www\.)[^\s|,;<>()\"']+|(?<![@\w.-])(?:[\w-]+\.)+(?:com|org|net|io|dev|me|in|de|fr|es|pt|it|nl|pl|co|uk|eu|app|ai|tech|info|xyz|ch|at|be|br)"
    r"(?:/[^\s|,;<>()\"']*)?(?![\w@])",
    re.I,
)
_DIGITS = re.compile(r"(?<![\w@/.-])(?:\+|00|\(\+?)?\(?\d[\d\s().\-–/‑·]{5,22}\d(?![\w@])")
_REGIONS = (
    "US",
    "IN",
    "GB",
    "DE",
    "FR",
    "ES",
    "PT",
    "IT",
    "NL",
    "PL",
    "BR",
    "CH",
    "AT",
    "BE",
    "AU",
    "MX",
    "IE",
    "PK",
    "NG",
    "ZA",
    "SG",
    "RO",
    "CZ",
    "SE",
)
_NAME_WORD = re.compile(r"[^\W\d_][^\W\d_'’.-]*(?:['’.-][^\W\d_]*)*,?")
_PARTICLES = frozenset(
    [
        "de",
        "da",
        "do",
        "dos",
        "das",
        "del",
        "della",
        "di",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "ten",
        "ter",
        "zu",
        "al",
        "el",
        "bin",
        "ibn",
        "y",
        "e",
        "i",
    ]
)
_TOP = 14
_NAMED = 1.4  # away from the head, capitalised words alone are no name
_PROFILE = re.compile(r"linkedin\.com/in/([\w-]+)")


def basics(found: Sequence[Section], rows: Sequence[Row], named: Piece | None) -> dict[str, Any]:
    """The `basics` block as a tree of pieces; what is not there is left out."""
    head = found[0].rows
    contact = [row for part in found if part.kind == "contact" for row in part.rows]
    mail = next(emails([*head, *contact, *rows]), None)
    spot = location(head, contact, rows)
    tree: dict[str, Any] = {"name": named, "email": mail, "phone": phone([*head, *contact], rows, spot), "location": spot}
    tree["profiles"], tree["url"] = links(rows, head, contact, mail)
    tree["label"] = headline(head[:_TOP], named)
    tree["summary"] = summary(found, head, named)
    return tree


def emails(rows: Sequence[Row]) -> Iterator[Piece]:
    """E-mail addresses, in order."""
    for pattern, sure in ((_EMAIL, 0.98), (_SPACED_EMAIL, 0.7)):
        for row in rows:
            for match in pattern.finditer(row.text):
                piece = row.piece(match.start(), match.end())
                if piece:
                    yield replace(piece, value=re.sub(r"\s", "", piece.value), confidence=sure)


# --- name ----------------------------------------------------------------------------------------------------------


def person(found: Sequence[Section], rows: Sequence[Row]) -> Piece | None:
    """The person's name, from the head, else from the contact lines, else from anywhere near the top."""
    contact = [row for part in found if part.kind == "contact" for row in part.rows]
    mail = next(emails(rows), None)
    profile = next((_PROFILE.search(row.text) for row in rows if "linkedin.com/in/" in row.text), None)
    hint = plain(f"{mail.value.split('@')[0] if mail else ''} {profile[1] if profile else ''}")
    head = found[0].rows
    first = name(head, hint) if head else None
    return first or name(contact[:6], hint, _NAMED) or name(rows[:_TOP], hint, _NAMED) or name(rows[:60], hint, _NAMED)


def name(rows: Sequence[Row], hint: str, least: float = 0.0) -> Piece | None:
    """Capitalised words without a role or place near the top, preferably large, like the e-mail address, or above a title or place."""
    best: tuple[float, Piece] | None = None
    biggest = max((row.size for row in rows[:_TOP]), default=0.0)
    for rank, row in enumerate(rows):
        at = label(row, "name")
        for piece in [row.piece(at)] if at else row.pieces[:2]:
            score = _name_score(piece, hint) if piece and (rank < _TOP or least) else 0.0
            if piece and score and (score >= 1 or not least):
                score += 1.5 * bool(at) + 0.8 * (row.size >= biggest > 0) - (0.02 if least else 0.12) * rank
                score += 0.8 * _introduces(rows[rank + 1 : rank + 3])
                if score >= least and (not best or score > best[0]):
                    best = score, _given(piece)
    return best[1].sure(min(0.98, 0.5 + best[0] / 6)) if best else None


def _introduces(after: Sequence[Row]) -> bool:
    """Whether a headline, a place or contacts follow, as they do under a name."""
    parts = [piece.value for row in after for piece in row.pieces]
    return any(signs.title(p) >= 0.8 or signs.place(p) >= 0.8 or _EMAIL.search(p) for p in parts)


def _given(piece: Piece) -> Piece:
    """The name without titles after a comma ("Ada Byron, PhD")."""
    comma = piece.value.find(",")
    short = piece.cut(0, comma) if comma > 0 and (piece.value.isupper() or " " in piece.value[:comma]) else None
    return short or piece


def _name_score(piece: Piece, hint: str) -> float:
    text = piece.value
    found = text.split()
    if not 1 <= len(found) <= 6 or len(text) > 48 or section(text) or is_noise(text) or (signs.prose(text) and len(found) > 4):
        return 0.0
    if not all(_NAME_WORD.fullmatch(word) for word in found) or any(len(word) > 18 for word in found):
        return 0.0
    small = not all(word[:1].isupper() or plain(word) in _PARTICLES for word in found)
    if small and len(found) > 3:
        return 0.0
    own = [plain(w).strip(".,") for w in found]
    if not words("phrases", "labels").isdisjoint(own):
        return 0.0
    like = _like(own, hint)
    if signs.title(text) > 0.5 or signs.place(text) > 0.5 or signs.company(text) > 0.6 or signs.degree(text) > 0.7:
        return 1.0 if like >= 2 else 0.0
    if (len(found) == 1 or found[0].endswith(",")) and not like:
        return 0.3 if len(found) == 1 else 0.0
    return (0.4 if small else 1.2) + like


def _like(own: Sequence[str], hint: str) -> float:
    """How many of the words stand in the e-mail address or profile link."""
    return float(sum(len(word) > 2 and word[:6] in hint for word in own))


def headline(rows: Sequence[Row], named: Piece | None) -> Piece | None:
    """The job title near the name."""
    for row in rows:
        for piece in row.pieces:
            if (
                piece != named
                and signs.title(piece.value) >= 0.8
                and not signs.prose(piece.value)
                and len(piece.value) < 80
                and not row.bullet
            ):
                return piece
    return None


# --- phone ---------------------------------------------------------------------------------------------------------


def phone(rows: Sequence[Row], everywhere: Sequence[Row], spot: dict[str, Any] | None) -> Piece | None:
    """The first valid phone number, in the contact lines before anywhere else; regions are tried from the person's own on."""
    own = str(spot["countryCode"].value) if spot and "countryCode" in spot else ""
    for part in (rows, everywhere):
        candidates = [piece for row in part for piece in _numbers(row)]
        for strict in (True, False):
            for piece in candidates[:40]:
                if _valid(piece.value, own, strict):
                    return piece
    return None


def _numbers(row: Row) -> Iterator[Piece]:
    for match in _DIGITS.finditer(row.text):
        for start, end in _numbers_apart(match[0], match.start()):
            digits = re.sub(r"\D", "", row.text[start:end])
            dated = any(s.span[0] < end and start < s.span[1] for s in row.spans)
            if 7 <= len(digits) <= 15 and not dated:
                yield Piece(row.text[start:end], row.start + start, row.start + end, row.number, 0.95)


def _numbers_apart(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Two numbers with a slash between them are two; a slash after an area code is part of one."""
    sides = text.split("/")
    ends = (
        [len(text)]
        if any(len(re.sub(r"\D", "", side)) < 7 for side in sides)
        else [sum(map(len, sides[: n + 1])) + n for n in range(len(sides))]
    )
    start = 0
    for end in ends:
        part = text[start:end]
        yield at + start + len(part) - len(part.lstrip()), at + start + len(part.rstrip())
        start = end + 1


def _valid(text: str, own: str, strict: bool) -> bool:
    """Whether a number is valid (or at least possible) written internationally or in one of the regions."""
    import phonenumbers

    check = phonenumbers.is_valid_number if strict else phonenumbers.is_possible_number
    bare = re.sub(r"^\(?(?:00|\+)\)?", "+", re.sub(r"\(0\)", "", text.strip()))
    for region in [None] if bare.startswith("+") else [r for r in (own, *_REGIONS) if r]:
        try:
            if check(phonenumbers.parse(bare, region)) and (strict or len(re.sub(r"\D", "", bare)) >= 9):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False


# --- place ---------------------------------------------------------------------------------------------------------


def location(head: Sequence[Row], contact: Sequence[Row], rows: Sequence[Row]) -> dict[str, Any] | None:
    """City, region and country of the person, from labelled lines or the lines around name and contacts."""
    for row in [*head, *contact, *rows[:60]]:
        at = label(row, "address")
        piece = row.piece(at) if at else None
        if piece and (spot := _within(piece)):
            return spot
    near = [
        piece for row in [*head[:_TOP], *contact] for piece in row.pieces if len(piece.value) < (60 if signs.prose(piece.value) else 120)
    ]
    spots = [spot for piece in near if (spot := _within(piece))]
    return max(spots, key=lambda spot: "city" in spot, default=None)


def _within(piece: Piece) -> dict[str, Any] | None:
    """The longest known place among the parts of a line between commas."""
    parts = _parts(piece)
    for size in range(min(4, len(parts)), 0, -1):
        for at in range(len(parts) - size + 1):
            window = parts[at : at + size]
            whole = piece.cut(window[0].start - piece.start, window[-1].end - piece.start)
            if whole and signs.place(whole.value) >= 0.8 and plain(whole.value) not in words("places", "remote"):
                return place_tree(whole) | _street(parts[:at])
    return None


def _parts(piece: Piece) -> list[Piece]:
    ends = [match.start() for match in re.finditer(r",|\s[-–]\s|/", piece.value)] + [len(piece.value)]
    return [part for a, b in zip([0, *ends], ends, strict=False) if (part := piece.cut(a, b))]


def _street(parts: Sequence[Piece]) -> dict[str, Piece]:
    known = words("places", "streets")
    for part in parts:
        found = signs.tokens(part.value)
        if re.search(r"\d", part.value) and any(
            t in known or t.endswith(("strasse", "straße", "str", "weg", "straat", "laan")) for t in found
        ):
            return {"address": part}
    return {}


def place_tree(whole: Piece) -> dict[str, Piece]:
    """A place split into city, region, country and postal code."""
    tree: dict[str, Piece] = {}
    code = signs.POSTAL.search(whole.value)
    if code and (piece := whole.cut(*code.span())):
        tree["postalCode"] = piece
    for part in _parts(whole):
        digits = signs.POSTAL.search(part.value)
        bare = (part.cut(digits.end(), len(part.value)) or part.cut(0, digits.start())) if digits else part
        if not bare:
            continue
        for one in _atoms(bare):
            _put(tree, one)
    return tree


def _atoms(part: Piece) -> list[Piece]:
    """Places that stand side by side without a comma ("Portland OR US")."""
    if signs.known_place(part.value):
        return [part]
    for gap in re.finditer(" ", part.value):
        left, right = part.cut(0, gap.start()), part.cut(gap.end(), len(part.value))
        if left and right and signs.known_place(left.value) and signs.place(right.value) >= 0.8:
            return [left, *_atoms(right)]
    return [part]


def _put(tree: dict[str, Piece], part: Piece) -> None:
    code = signs.country(part.value)
    region = signs.is_region(part.value)
    if code and not (region and "city" in tree and "region" not in tree and len(part.value) == 2):
        tree.setdefault("countryCode", replace(part, value=code))
    elif region and "city" in tree:
        tree.setdefault("region", part)
    else:
        tree.setdefault("city" if "city" not in tree else "region", part)


# --- links and summary -----------------------------------------------------------------------------------------------


def links(
    rows: Sequence[Row], head: Sequence[Row], contact: Sequence[Row], mail: Piece | None
) -> tuple[list[dict[str, Piece]], Piece | None]:
    """Profiles on known networks, and the person's own page from the contact lines."""
    profiles: dict[str, dict[str, Piece]] = {}
    own: Piece | None = None
    near = {row.number for row in (*head, *contact)}
    domain = mail.value.split("@")[-1].lower() if mail else ""
    for row in rows:
        for match in _URL.finditer(row.text):
            piece = row.piece(match.start(), match.end())
            if not piece or "@" in row.text[max(0, match.start() - 1) : match.end()]:
                continue
            network = _network(piece.value)
            if network and re.search(r"\w/[\w@]", piece.value.split("//")[-1]):
                profiles.setdefault(network + piece.value.lower().rstrip("/"), _profile(network, piece))
            elif not network and not own and row.number in near and piece.value.lower() != domain:
                own = piece
    return list(profiles.values())[:12], own


def _network(url: str) -> str:
    host = re.sub(r"^(?:https?://)?(?:www\.)?", "", url.lower()).split("/")[0]
    return next((n for n in table("phrases")["networks"]["words"] if len(n) > 1 and re.search(rf"(?:^|\.){n}\.", host)), "")


def _profile(network: str, piece: Piece) -> dict[str, Piece]:
    tree = {"network": replace(piece, value=network), "url": piece}
    user = re.search(r"/(?:in/|users?/|r/|@)?([\w.@%-]+)/?$", piece.value)
    if user and (part := piece.cut(*user.span(1))):
        tree["username"] = part
    return tree


def summary(found: Sequence[Section], head: Sequence[Row], named: Piece | None) -> Piece | None:
    """The text under a summary heading, else the running text under the name."""
    part = next((part.rows for part in found if part.kind == "summary" and part.rows), None)
    if part:
        return joined(part[:40])
    text = [row for row in head if signs.prose(row.text) and len(row.text) > 40 and not _EMAIL.search(row.text)]
    run = [row for row in text if named and row.number > named.line]
    return joined(_run(run)) if run else None


def _run(rows: Sequence[Row]) -> list[Row]:
    """The first rows that follow each other without a break."""
    kept = [rows[0]]
    for row in rows[1:]:
        if row.number > kept[-1].number + 2:
            break
        kept.append(row)
    return kept[:30]
