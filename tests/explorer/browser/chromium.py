"""Debian's Chromium, or the Chrome of CI, and what it saw."""

import json
import shutil
import time
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    # No name leads anywhere: a page that asked for something would fail.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
# What never leaves the browser: its own pages, such as that of downloads, are chrome:.
OWN = ("about:", "data:", "blob:", "chrome:")
HOSTILE = "</script><script>window.hacked=1</script>\"><img src=x onerror=window.hacked=1> \u202eabc 'q' &amp;"


def start(profile: Path) -> webdriver.Chrome:
    """Start Debian's Chromium (or Chrome, as CI has it) with a new profile."""
    options = webdriver.ChromeOptions()
    for flag in FLAGS:
        options.add_argument(flag)
    options.add_argument(f"--user-data-dir={profile}")
    options.add_experimental_option(
        "prefs", {"download.default_directory": str(profile / "downloads")}
    )
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


class Browser:
    """The browser, and what it saw: `console` and `requests` since the last look."""

    def __init__(self, driver: webdriver.Chrome, downloads: Path) -> None:
        self.driver, self.downloads = driver, downloads

    def open(self, address: str, width: int = 1280, dark: bool = False) -> None:
        """Open a page anew at a width of the window, in light or dark."""
        self.resize(width)
        self.dress(dark)
        self.driver.get("about:blank")
        self.driver.get(address)

    def resize(self, width: int) -> None:
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def dress(self, dark: bool, media: str = "") -> None:
        """Show pages in light or dark, on the screen or as they print."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        asked = {"media": media, "features": [scheme]}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", asked)

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def wait(self, script: str, *arguments: Any) -> Any:
        """Return what `script` gives as soon as it gives something."""
        for _ in range(400):
            found = self.run(script, *arguments)
            if found:
                return found
            time.sleep(0.05)
        raise AssertionError(f"never true: {script}")

    def console(self) -> list[str]:
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """Return the addresses asked for since the last look."""
        messages = [
            json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")
        ]
        sent = [
            m["params"]["request"]["url"]
            for m in messages
            if m["method"] == "Network.requestWillBeSent"
        ]
        return [url for url in sent if not url.startswith(OWN)]
