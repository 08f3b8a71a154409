"""The Secretariat's desk: its queue, and all that it looks after."""

from starlette.routing import Route

from services.portal.pages.desk.secretariat import (
    actors,
    agenda,
    health,
    invitations,
    keys,
    occasions,
    publishing,
    queue,
    review,
    withheld,
)

PAGES = (
    queue,
    review,
    publishing,
    withheld,
    actors,
    keys,
    occasions,
    agenda,
    invitations,
    health,
)
ROUTES: list[Route] = [route for page in PAGES for route in page.ROUTES]
