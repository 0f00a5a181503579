"""Draw the pictures of the explorer: `python tools/draw_explorer.py` (needs selenium and Chromium).

docs/explorer.png is a meeting's page at a quote, assets/card.png what previews of links show.
"""

import shutil
import tempfile
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from coalition_data import explorer

ROOT = Path(__file__).resolve().parent.parent
CARD = ROOT / "src" / "coalition_data" / "explorer" / "assets" / "card.png"
PICTURES = {
    ROOT / "docs" / "explorer.png": ("meetings/2017-05-copenhagen.html#q001",
                                     1000, 700),
    CARD: ("index.html", 1200, 630),
}  # fmt: skip


def draw(folder: Path) -> None:
    """Build the site in a folder and take the pictures."""
    explorer.build(folder / "site")
    options = webdriver.ChromeOptions()
    for flag in ("--headless", "--no-sandbox", "--hide-scrollbars"):
        options.add_argument(flag)
    options.add_argument(f"--user-data-dir={folder / 'profile'}")
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    browser = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        for path, (page, width, height) in PICTURES.items():
            size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
            browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            browser.get(f"{(folder / 'site').as_uri()}/{page}")
            browser.implicitly_wait(5)
            browser.find_element("css selector", "#q")
            path.write_bytes(browser.get_screenshot_as_png())
    finally:
        browser.quit()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        draw(Path(temporary))
