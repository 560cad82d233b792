"""The measurable bars of a page, asserted directly: axe alone lets a page overflow a telephone."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
AXE = Axe().axe_script
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""
SMALL_TARGETS = """least => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
.filter(e => {
  const s = getComputedStyle(e), r = e.getBoundingClientRect();
  if (!r.width || s.visibility == 'hidden' || s.opacity == 0 || r.width <= 1) return false;
  if (e.closest('.skip, .hide, [hidden]') || e.classList.contains('skip')) return false;
  const around = e.parentElement.textContent.trim();
  const inText = e.tagName == 'A' && s.display == 'inline' && around != e.textContent.trim();
  const label = e.id && document.querySelector(`label[for="${CSS.escape(e.id)}"]`);
  const whole = e.closest('.tile, .card');
  const heights = [whole, label, e].filter(Boolean).map(one => one.getBoundingClientRect().height);
  const height = Math.max(...heights);
  return !inText && height < least;
}).map(e => e.outerHTML.slice(0, 90) + ' ' + Math.round(e.getBoundingClientRect().height))"""
TWICE = """() => { const h = document.documentElement;
  h.style.fontSize = 2 * parseFloat(getComputedStyle(h).fontSize) + 'px' }"""
OVERFLOWING = """() => { const w = document.documentElement.clientWidth;
  return document.documentElement.scrollWidth <= w ? [] : [...document.querySelectorAll('body *')].filter(e =>
    e.getBoundingClientRect().right > w + 1).slice(0, 5).map(e => e.outerHTML.slice(0, 120)) }"""


def violations(page: Page) -> list[str]:
    """What axe complains about, rule by rule with the first place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: Any = page.evaluate("options => axe.run(options).then(said => said.violations)", OPTIONS)
    return [f"{one['id']}: {one['nodes'][0]['html'][:150]}" for one in found]


def overflowing(page: Page) -> list[str]:
    """Elements that stick out to the right, if the page scrolls sideways."""
    return list(page.evaluate(OVERFLOWING))


def small_targets(page: Page, least: int = 44) -> list[str]:
    """Things to press that are lower than `least` pixels. Links inside a sentence are excepted (WCAG 2.5.8)."""
    return list(page.evaluate(SMALL_TARGETS, least))


def weigh(page: Page) -> list[int]:
    """Bytes over the wire from now on, the cache off."""
    counted: list[int] = []
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.on("Network.loadingFinished", lambda done: counted.append(int(done["encodedDataLength"])))
    return counted


def double_text(page: Page) -> None:
    """Text twice as large, with the spacing of WCAG 1.4.12."""
    page.add_style_tag(content=SPACING)
    page.evaluate(TWICE)
