"""The users of the queue and their tokens over the REST API. For admins, as on the page of users."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi import Path as InPath

from detector.review import users
from detector.review.store import Store
from detector.review.users import Account, User
from detector.web import api_models as m
from detector.web.access import Db
from detector.web.api import REFUSED, TOO_LONG, Caller


def admin(user: Caller) -> User:
    """The user of the token, when they are an admin."""
    users.require(user, "admin")
    return user


router = APIRouter(prefix="/api/v1/users", responses=REFUSED, tags=["users"])
Admin = Annotated[User, Depends(admin)]
Name = Annotated[str, InPath(pattern=m.USER_NAME, description="The name of a user")]
TokenId = Annotated[str, InPath(pattern="^[0-9a-f]{16}$", description="The id of a token")]


@router.get("")
def listing(db: Db, user: Admin) -> list[Account]:
    """All users by name, those kept out included, with their tokens."""
    return list(users.accounts(db))


@router.post("", status_code=201, responses=TOO_LONG)
def add(db: Db, user: Admin, given: m.UserIn) -> Account:
    """Make a user."""
    return _account(db, users.add(db, given.name, given.role, given.password, user.name).name)


@router.patch("/{name}", responses=TOO_LONG)
def change(db: Db, user: Admin, name: Name, given: m.UserChangeIn) -> Account:
    """Give a user another role or password, or let them in or keep them out. Ends their sessions and tokens."""
    role, password = given.role or "", given.password or ""
    users.change(db, name, role=role, password=password, active=given.active, actor=user.name)
    return _account(db, name)


@router.post("/{name}/tokens", status_code=201, responses=TOO_LONG)
def make_token(db: Db, user: Admin, name: Name, given: m.TokenIn) -> m.TokenOut:
    """Make a token of a user; it is shown this once."""
    return m.TokenOut(token=users.make_token(db, name, given.label, user.name))


@router.delete("/{name}/tokens/{id}", status_code=204)
def revoke_token(db: Db, user: Admin, name: Name, id: TokenId) -> None:
    """End a token."""
    users.revoke_token(db, name, id, user.name)


def _account(db: Store, name: str) -> Account:
    return next(one for one in users.accounts(db) if one.name == name.casefold())
