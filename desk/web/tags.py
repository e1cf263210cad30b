"""What the templates need beside Django's own: moments and days as the office reads them, the same filter elsewhere."""

from datetime import datetime

from django import template
from django.http import QueryDict

from reports.figures.text import stamp as stamped

register = template.Library()


@register.filter
def stamp(moment: datetime | None) -> str:
    """2026-11-30 09:00, in the office's zone."""
    return stamped(moment)


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: object) -> str:
    """The address's query with some of its values changed; "" takes one out."""
    query: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in ("", None):
            query[name] = str(value)
    return query.urlencode()
