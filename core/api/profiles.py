"""Routes on profiles: bringing a resume, reading, changing, leaving with everything."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Header, HTTPException, Response, UploadFile

from core import profiles
from core.api.access import MISSING, Profile, Ws
from core.api.columns import UserProfile, columns
from core.api.shapes import LARGEST, ProfileConflict, ProfileIn, ProfileLine, ProfileOut
from core.documents import MAX_BYTES
from core.errors import UserError
from core.store import StoredProfile

router = APIRouter(tags=["profiles"])
MOST_RESUME = MAX_BYTES + 100_000
LONGEST_NAME = 120


def shown(stored: StoredProfile) -> ProfileOut:
    """A stored profile as it goes out."""
    return ProfileOut.model_validate(stored, from_attributes=True)


@router.get("/profiles")
def list_profiles(ws: Ws) -> list[ProfileLine]:
    """All profiles, newest first."""
    return [ProfileLine.model_validate(one, from_attributes=True) for one in ws.records.profiles()]


@router.post("/profiles/upload-resume", status_code=201, max_body_size=MOST_RESUME, responses={200: {"model": ProfileOut}})
def upload_resume(ws: Ws, file: Annotated[UploadFile, File()], response: Response) -> ProfileOut:
    """Read a resume file (PDF, DOCX, DOC, ODT, RTF, TXT, MD, HTML, JSON Resume, at most 10 MB); 200 when this file was read before."""
    stored, new = profiles.add_file(ws, file.file.read(), file_name(file))
    return _brought(stored, new, response)


@router.post("/profiles/parse-text", status_code=201, responses={200: {"model": ProfileOut}})
def parse_text(ws: Ws, resume_text: Annotated[str, Form(min_length=1)], response: Response) -> ProfileOut:
    """Read a resume from pasted text; 200 when this text was read before."""
    stored, new = profiles.add_text(ws, resume_text)
    return _brought(stored, new, response)


@router.post("/profiles/sample")
def try_sample(ws: Ws) -> ProfileOut:
    """The profile of an invented person, to look around with."""
    return shown(profiles.try_sample(ws))


@router.get("/profiles/{profile_id}", responses=MISSING)
def get_profile(profile: Profile, response: Response) -> ProfileOut:
    """One profile; its ETag is its version."""
    response.headers["ETag"] = f'"{profile.version}"'
    return shown(profile)


@router.put("/profiles/{profile_id}", responses={**MISSING, 409: {"model": ProfileConflict}})
def put_profile(
    ws: Ws, profile: Profile, change: ProfileIn, response: Response, if_match: Annotated[str | None, Header(max_length=40)] = None
) -> ProfileOut:
    """Change a profile: `version` in the body or If-Match says which state was changed, so that nobody's save is lost."""
    read = profile.edited(version=_version(change, if_match))
    resume, preferences = change.resume or profile.resume, change.preferences or profile.preferences
    known = set(profiles.problems(profile.resume, profile.preferences))
    wrong = [problem for problem in profiles.problems(resume, preferences) if problem not in known]
    if wrong:
        raise UserError(" ".join(wrong[:3]))
    saved = profiles.edit(ws, read, change.resume, change.preferences, change.title)
    response.headers["ETag"] = f'"{saved.version}"'
    return shown(saved)


@router.delete("/profiles/{profile_id}", status_code=204, responses=MISSING)
def delete_profile(ws: Ws, profile: Profile) -> None:
    """Delete a profile with the texts it was read from."""
    profiles.delete(ws, profile)


@router.get("/profiles/{profile_id}/columns", responses=MISSING)
def get_columns(ws: Ws, profile: Profile) -> UserProfile:
    """The profile as one flat row of user-profile columns."""
    return columns(ws, profile)


@router.get("/export-all", response_class=Response, responses={200: {"content": {"application/json": {"schema": {"type": "object"}}}}})
def export_all(ws: Ws) -> Response:
    """Every record of the owner in one JSON file."""
    headers = {"Content-Disposition": 'attachment; filename="shortlist.json"'}
    return Response(profiles.export_all(ws), media_type="application/json", headers=headers)


def file_name(file: UploadFile) -> str:
    """The name that an upload came with, without folders and control characters; it is shown, never opened."""
    last = (file.filename or "").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable()).strip()[:LONGEST_NAME] or "upload"


def _brought(stored: StoredProfile, new: bool, response: Response) -> ProfileOut:
    response.status_code = 201 if new else 200
    response.headers["Location"] = f"/api/v1/profiles/{stored.id}"
    return shown(stored)


def _version(change: ProfileIn, if_match: str | None) -> int:
    if change.version is not None:
        return change.version
    written = (if_match or "").strip().removeprefix("W/").strip('"')
    if not (written.isascii() and written.isdigit() and 0 < int(written) <= LARGEST):
        raise HTTPException(422, "Say which version you changed: version in the body, or the ETag in If-Match.")
    return int(written)
