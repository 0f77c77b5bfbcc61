"""A person's profiles: reading one from a file or pasted text, the sample people, choosing, checking, editing, taking along.

Files are read in a child process that can be cut off; a file that cannot be read stores nothing.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import NamedTuple

from core.documents import MAX_BYTES, digest, worker
from core.errors import UserError
from core.models import Document, Preferences, Record, Resume
from core.resume import combine, read_file, read_pasted, restate
from core.sample import resumes
from core.store import Records, StoredInterview, StoredProfile
from core.text import http_link
from core.workspace import Workspace

CURRENT = "current_profile"
MAX_TITLE = 80
_DATE = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_CURRENCY = re.compile(r"[A-Z]{3}")
_PARTS = {
    "work": "role", "volunteer": "volunteer role", "education": "course of study", "projects": "project", "awards": "award",
    "certificates": "certificate", "publications": "publication",
}  # fmt: skip


# --- having profiles -------------------------------------------------------------------------------------------------


def current(ws: Workspace) -> StoredProfile | None:
    """The profile that the person works with: the chosen one, else the newest."""
    chosen = ws.records.setting(CURRENT)
    profile = ws.records.profile(chosen) if chosen else None
    return profile or next(iter(ws.records.profiles()), None)


def choose(ws: Workspace, profile_id: str) -> None:
    """Work with this profile from now on."""
    if ws.records.profile(profile_id) is None:
        raise UserError("That profile is no longer there; choose another.")
    ws.records.set(CURRENT, profile_id)


def add_file(ws: Workspace, data: bytes, name: str, keep: bool = False) -> tuple[StoredProfile, bool]:
    """A new profile read from a file; the second value is False when this very file was read before.

    The file itself is stored, sealed, only when `keep` says so.
    """
    if len(data) > MAX_BYTES:
        raise UserError(f"{name} is larger than 10 MB; save it without pictures, or paste its text.")
    known = ws.records.profile_with_document(digest(data))
    profile = ws.records.profile(known) if known else None
    if profile:
        choose(ws, profile.id)
        return profile, False
    document, resume = worker.run(read_file, data, name, ws.now().date())
    profile = _add(ws, name, resume, document)
    if keep:
        ws.records.keep_file(profile.id, document.sha256, data)
    return profile, True


def add_text(ws: Workspace, text: str) -> tuple[StoredProfile, bool]:
    """A new profile read from pasted text; the second value is False when this very text was read before."""
    document, resume = worker.run(read_pasted, text, ws.now().date())
    known = ws.records.profile_with_document(document.sha256)
    profile = ws.records.profile(known) if known else None
    if profile:
        choose(ws, profile.id)
        return profile, False
    return _add(ws, "", resume, document), True


def add_document(ws: Workspace, profile: StoredProfile, data: bytes, name: str) -> StoredProfile:
    """Read one more document into a profile; what it says already, edits included, stays."""
    if len(data) > MAX_BYTES:
        raise UserError(f"{name} is larger than 10 MB; save it without pictures, or paste its text.")
    known = ws.records.documents(profile.id)
    if any(document.sha256 == digest(data) for document in known):
        raise UserError(f"{name} is part of this profile already; nothing was changed.")
    document, resume = worker.run(read_file, data, name, ws.now().date())
    merged = combine(profile.resume, resume, len(known), ws.now().date())
    return ws.records.save_profile(profile.edited(resume=merged), [document])


def try_sample(ws: Workspace, person: str = "") -> StoredProfile:
    """A sample person's profile (the first by default), read from the bundled file like any other."""
    samples = resumes()
    sample = next((s for s in samples if s.name == person), samples[0])
    data = sample.content()
    known = ws.records.profile_with_document(digest(data))
    found = ws.records.profile(known) if known else None
    if found is None:
        document, resume = worker.run(read_file, data, sample.path.name, ws.now().date())
        title = f"{sample.field} (sample)"
        found = ws.records.add_profile(title, resume, [document], sample.preferences, sample=True)
    choose(ws, found.id)
    return found


def delete(ws: Workspace, profile: StoredProfile) -> None:
    """Delete a profile with its documents' texts; the person goes on with the newest of the others."""
    ws.records.delete_profile(profile.id)


def _add(ws: Workspace, name: str, resume: Resume, document: Document) -> StoredProfile:
    title = resume.basics.label or name.rsplit(".", 1)[0] or resume.basics.name or "My profile"
    profile = ws.records.add_profile(title[:MAX_TITLE], resume, [document])
    choose(ws, profile.id)
    return profile


# --- changing one ----------------------------------------------------------------------------------------------------


def edit(
    ws: Workspace, profile: StoredProfile, resume: Resume | None = None, preferences: Preferences | None = None, title: str | None = None
) -> StoredProfile:
    """Save what the person changed; values they changed lose their source in the document, the others keep it."""
    changes: dict[str, object] = {}
    if resume is not None:
        changes["resume"] = restate(profile.resume, resume, ws.now().date())
    if preferences is not None:
        changes["preferences"] = preferences
    if title is not None:
        changes["title"] = title.strip()[:MAX_TITLE] or profile.title
    return ws.records.save_profile(profile.edited(**changes))


def restore(ws: Workspace, profile: StoredProfile, earlier: StoredProfile) -> StoredProfile:
    """Save an earlier state of the same profile over the present one."""
    return ws.records.save_profile(replace(earlier, version=profile.version))


def problems(resume: Resume, preferences: Preferences | None = None) -> list[str]:
    """Sentences on values that cannot be right: dates, e-mail address, web addresses, the pay wish."""
    found = list(_contact_problems(resume))
    for part, noun in _PARTS.items():
        for number, entry in enumerate(getattr(resume, part), 1):
            found += [f"{noun.capitalize()} {number}: {sentence}" for sentence in _entry_problems(entry)]
    return found + list(_wish_problems(preferences)) if preferences else found


def _contact_problems(resume: Resume) -> Iterator[str]:
    basics = resume.basics
    if basics.email and not _EMAIL.fullmatch(basics.email):
        yield f"“{basics.email[:60]}” is not an e-mail address; write it like name@example.com."
    for address in (basics.url, *(link.url for link in basics.profiles)):
        if address and not is_web_address(address):
            yield f"“{address[:60]}” is not a web address; write it like https://example.com."
    if basics.phone and not 5 <= sum(c.isdigit() for c in basics.phone) <= 20:
        yield f"“{basics.phone[:40]}” is not a phone number; write it with its digits, like +44 20 7946 0958."


def _entry_problems(entry: Record) -> Iterator[str]:
    dates = {name: str(getattr(entry, name)) for name in ("start_date", "end_date", "date", "release_date") if hasattr(entry, name)}
    for value in dates.values():
        if value and not _DATE.fullmatch(value):
            yield f"“{value[:30]}” is not a date; write 2021, 2021-03 or 2021-03-15."
    start, end = dates.get("start_date", ""), dates.get("end_date", "")
    if start and end and end < start[: len(end)]:
        yield f"the end ({end[:10]}) is before the start ({start[:10]})."
    address = str(getattr(entry, "url", ""))
    if address and not is_web_address(address):
        yield f"“{address[:60]}” is not a web address; write it like https://example.com."


def _wish_problems(preferences: Preferences) -> Iterator[str]:
    low, high = preferences.salary_min, preferences.salary_max
    if low is not None and high is not None and low > high:
        yield "The least pay is above the most pay; swap them or clear one."
    if (low is not None or high is not None) and not _CURRENCY.fullmatch(preferences.currency):
        yield "The pay has no currency; choose one, such as EUR."


def is_web_address(address: str) -> bool:
    """Whether this is an http(s) address or one written without its scheme (`example.com/me`)."""
    return bool(http_link(address) or re.fullmatch(r"(?!\w+:)[\w.-]+\.\w{2,}(?:/\S*)?", address))


class Difference(NamedTuple):
    """One value that two states of a profile do not share: where (a JSON pointer), here, there."""

    pointer: str
    mine: str
    other: str


def differences(mine: StoredProfile, other: StoredProfile) -> list[Difference]:
    """The values in which two states of a profile differ."""
    one, two = _leaves(mine), _leaves(other)
    return [Difference(key, one.get(key, ""), two.get(key, "")) for key in {**one, **two} if one.get(key, "") != two.get(key, "")]


def _leaves(profile: StoredProfile) -> dict[str, str]:
    """Every filled value by its pointer."""
    found: dict[str, str] = {}

    def walk(node: object, pointer: str) -> None:
        for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
            walk(value, f"{pointer}/{key}" if pointer else str(key))
        if not isinstance(node, dict | list) and node not in (None, ""):
            found[pointer] = str(node)

    content = {key: value for key, value in profile.resume.to_json().items() if key != "meta"}
    walk(content | {"preferences": profile.preferences.model_dump(mode="json"), "title": profile.title}, "")
    return found


# --- taking it along -------------------------------------------------------------------------------------------------


def as_json_resume(profile: StoredProfile) -> bytes:
    """The profile as a JSON Resume file."""
    return json.dumps(profile.resume.to_json(), ensure_ascii=False, indent=2).encode()


def export_all(ws: Workspace) -> bytes:
    """Every record of this owner as one JSON file: profiles with their documents' texts, actions, interviews, reports, settings."""
    records = ws.records
    content = {
        "exported": ws.now().isoformat(timespec="seconds"),
        "profiles": [_exported(profile, records.documents(profile.id)) for profile in records.profiles()],
        "actions": [action.model_dump(mode="json", exclude={"owner"}) for action in records.actions().values()],
        "checked_postings": [{**asdict(one), "at": one.at.isoformat()} for one in records.checks.of().values()],
        "interviews": [_practised(records, interview) for interview in records.interviews.all()],
        "reports": [report.body for report in records.reports.all() if report.owner == ws.owner],
        "settings": {name: records.setting(name) for name in (CURRENT, "weights", "hidden_companies")},
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def _exported(profile: StoredProfile, documents: Sequence[Document]) -> dict[str, object]:
    return {
        "title": profile.title,
        "sample": profile.sample,
        "resume": profile.resume.to_json(),
        "preferences": profile.preferences.model_dump(mode="json"),
        "documents": [document.model_dump(mode="json", include={"name", "kind", "sha256", "text"}) for document in documents],
    }


def _practised(records: Records, interview: StoredInterview) -> dict[str, object]:
    """An interview with all that was asked, answered and said; recordings as base64."""
    kept = records.interviews
    answers, spoken = kept.answers(interview.id), kept.spoken(interview.id)
    return {
        **interview.body,
        "state": interview.state,
        "started": interview.started_at.isoformat(timespec="seconds"),
        "questions": [
            {
                **question.body,
                "state": question.state,
                "draft": question.draft,
                "seconds": round(question.seconds),
                "answers": [
                    {"text": answer.text, "score": answer.score, "feedback": answer.feedback}
                    for answer in answers
                    if answer.question_id == question.id
                ],
                "recordings": [
                    {"kind": audio.kind, "data": b64encode(kept.sound(audio.id) or b"").decode()}
                    for audio in spoken
                    if audio.question_id == question.id
                ],
            }
            for question in kept.questions(interview.id)
        ],
    }
