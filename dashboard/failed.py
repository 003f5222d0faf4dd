"""A card that could not be made says so in its own place; what happened is in the log under a number, the other cards stand."""

from __future__ import annotations

from dashboard.asking import drawn_by
from dashboard.charts.chart import Chart
from dashboard.charts.numbers import Scale
from dashboard.data import MAX_QUERY_MS, TimedOut
from dashboard.page import Card
from dashboard.server import log_incident, without_places
from dashboard.sight import Sight
from pipelines.core.errors import XiangyiError
from pipelines.core.text import Text

TOO_SLOW = Text(
    f"这张卡片的计算超过 {MAX_QUERY_MS // 1000} 秒，已中止。请改选小一些的地区或短一些的时间，或稍后刷新页面；仍不能显示时，请把编号 {{incident}} 告诉管理员。",
    f"This card took longer than {MAX_QUERY_MS // 1000} seconds and was stopped. Choose a smaller place or a shorter period, or reload the page "
    "later; if it still does not come, tell your administrator incident {incident}.",
)
BROKEN = Text(
    "这张卡片计算时出错，没有结果；本页其他卡片不受影响。请刷新页面；再次出错时，请把编号 {incident} 告诉管理员。",
    "This card could not be computed; the other cards of the page stand. Reload the page; if it happens again, tell your administrator "
    "incident {incident}.",
)
HEADLINE = Text("出错", "failed")
HEADLINE_HINT = Text("计算时出错，编号 {incident}", "could not be computed, incident {incident}")
REFUSED = Text("{why}。编号 {incident}。", "{why}. Incident {incident}.")


def logged(sight: Sight, what: str, error: Exception) -> str:
    """Write what failed (of the page seen) and how into the log, and return the number it stands there under."""
    return log_incident(f"{what} of {sight.state.page.name}", error)


def failed_chart(sight: Sight, card: Card, error: Exception) -> Chart:
    """Return the chart that stands for a card whose making raised `error`: no figure, what happened, what to do; log the error."""
    incident, lang = logged(sight, f"card {card.name}", error), sight.lang
    if isinstance(error, XiangyiError):
        why = without_places(error.text, sight.edition.workspace.path).of(lang)
        said = REFUSED.of(lang).format(why=why.rstrip("。."), incident=incident)
    else:
        said = (TOO_SLOW if isinstance(error, TimedOut) else BROKEN).of(lang).format(incident=incident)
    title = drawn_by(sight, card).title.of(lang)
    return Chart(name=card.name, kind="table", lang=lang, title=title, unit="", subtitle="", scale=Scale(lang=lang), empty=said, lack="error")
