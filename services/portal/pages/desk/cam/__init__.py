"""The desk of CAM and of the experts: what they read before a meeting, and what they decide."""

from starlette.routing import Route

from services.portal.pages.desk.cam import (
    assessments,
    brief,
    edition,
    fund,
    occasions,
    proposals,
    recommendations,
    work_plan,
)

PAGES = (brief, work_plan, proposals, occasions, assessments, recommendations, fund, edition)
ROUTES: list[Route] = [route for page in PAGES for route in page.ROUTES]
