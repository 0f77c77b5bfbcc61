"""Routes for the operator of an instance; they exist only when there is a token for them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from core import process
from core.api.access import operator
from core.api.jobs import Skip
from core.api.shapes import OwnerOut

router = APIRouter(tags=["operator"], dependencies=[Depends(operator)])


@router.get("/users")
def list_users(skip: Skip = 0, limit: Annotated[int, Query(ge=1, le=1000)] = 100) -> list[OwnerOut]:
    """Everyone with records here, by id; nothing that they wrote."""
    return [OwnerOut(owner=owner, profiles=profiles) for owner, profiles in process.current().store.owners(skip, limit)]
