"""A person's profiles: reading one from a file or pasted text, the sample people, choosing, editing.

Files are read in a child process that can be cut off; a file that cannot be read stores nothing.
"""

from __future__ import annotations

from core.documents import MAX_BYTES, digest, worker
from core.errors import UserError
from core.models import Document, Preferences, Resume
from core.resume import carry_sources, parse, read_file, read_pasted
from core.sample import resumes
from core.store import StoredProfile
from core.workspace import Workspace

CURRENT = "current_profile"


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


def add_file(ws: Workspace, data: bytes, name: str) -> tuple[StoredProfile, bool]:
    """A new profile read from a file; the second value is False when this very file was read before."""
    if len(data) > MAX_BYTES:
        raise UserError(f"{name} is larger than 10 MB; save it without pictures, or paste its text.")
    known = ws.records.profile_with_document(digest(data))
    if known:
        choose(ws, known)
        profile = ws.records.profile(known)
        if profile:
            return profile, False
    document, resume = worker.run(read_file, data, name, ws.now().date())
    return _add(ws, name, resume, document), True


def add_text(ws: Workspace, text: str) -> StoredProfile:
    """A new profile read from pasted text."""
    document, resume = worker.run(read_pasted, text, ws.now().date())
    return _add(ws, "", resume, document)


def add_document(ws: Workspace, profile: StoredProfile, data: bytes, name: str) -> StoredProfile:
    """Read one more document into a profile: facts of all its documents are merged anew, edits to old ones are kept."""
    document, _ = worker.run(read_file, data, name, ws.now().date())
    documents = ws.records.documents(profile.id)
    if any(known.sha256 == document.sha256 for known in documents):
        raise UserError(f"{name} is part of this profile already; nothing was changed.")
    merged = parse([*documents, document], ws.now().date())
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


def edit(
    ws: Workspace, profile: StoredProfile, resume: Resume | None = None, preferences: Preferences | None = None, title: str | None = None
) -> StoredProfile:
    """Save what the person changed; values they changed lose their source in the document, the others keep it."""
    changes: dict[str, object] = {}
    if resume is not None:
        changes["resume"] = carry_sources(profile.resume, resume)
    if preferences is not None:
        changes["preferences"] = preferences
    if title is not None:
        changes["title"] = title.strip()[:80] or profile.title
    return ws.records.save_profile(profile.edited(**changes))


def _add(ws: Workspace, name: str, resume: Resume, document: Document) -> StoredProfile:
    title = resume.basics.label or name.rsplit(".", 1)[0] or resume.basics.name or "My profile"
    profile = ws.records.add_profile(title[:80], resume, [document])
    choose(ws, profile.id)
    return profile
