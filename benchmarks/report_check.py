"""Loads reports in a browser and fails on any error or overflow: light, dark and 400 pixels wide.

    python3 benchmarks/report_check.py .build/release/mindstate [--output DIR] [RUN ...]

Without RUN, made-up runs are written first: plain, one with hostile texts, and a large one. Needs Chromium (Debian:
chromium) and Python's standard library. With --output, the page of each view is kept there as a PNG.
"""
import argparse, base64, itertools, json, os, pathlib, shutil, subprocess, sys, tempfile, time

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
VIEWS = [("light", 1200, "light"), ("dark", 1200, "dark"), ("narrow", 400, "light"), ("narrow-dark", 400, "dark")]
# What reaches beyond the page's right border and is in no element that scrolls by itself.
OVERFLOW = """(() => {
  const width = document.documentElement.clientWidth, found = [];
  if (document.documentElement.scrollWidth > width) found.push('page is ' + document.documentElement.scrollWidth);
  for (const e of document.querySelectorAll('body *')) {
    if (e.closest('.scroll') || e.closest('svg') || !e.getClientRects().length) continue;
    if (e.getBoundingClientRect().right > width + 1) found.push(e.tagName + '.' + e.className + ': ' + (e.textContent || '').slice(0, 60));
  }
  return found.slice(0, 10);
})()"""
# Markup from texts that became elements; scripts, handlers; text in plots that is outside of its picture.
INJECTED = """(() => {
  const found = [...document.querySelectorAll('script, img, iframe, object, body style, [onload], [onerror], [onmouseover]')]
    .map(e => e.outerHTML.slice(0, 120));
  for (const svg of document.querySelectorAll('svg.plot')) {
    const box = svg.getBoundingClientRect();
    for (const text of svg.querySelectorAll('text')) {
      const b = text.getBoundingClientRect();
      if (b.width && (b.right > box.right + 2 || b.left < box.left - 2 || b.top < box.top - 2 || b.bottom > box.bottom + 2))
        found.push('text outside of ' + svg.getAttribute('aria-label') + ': ' + text.textContent.slice(0, 40));
    }
  }
  return found.slice(0, 10);
})()"""


class Browser:
    """Chromium over its debugging pipe: JSON messages, each ended by a zero byte."""

    def __init__(self, program):
        self.profile = tempfile.mkdtemp()
        their_in, self.to = os.pipe()
        self.back, their_out = os.pipe()
        self.ids, self.events, self.rest = itertools.count(1), [], b""

        def connect():
            high_in, high_out = os.dup(their_in), os.dup(their_out)
            os.dup2(high_in, 3)
            os.dup2(high_out, 4)
            for descriptor in (3, 4):
                os.set_inheritable(descriptor, True)

        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
                   "--disable-dev-shm-usage", "--remote-debugging-pipe", f"--user-data-dir={self.profile}", "about:blank"]
        self.process = subprocess.Popen([program] + options, close_fds=False, preexec_fn=connect, stderr=subprocess.DEVNULL)
        os.close(their_in)
        os.close(their_out)
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.page(f"{domain}.enable")

    def read(self):
        while b"\0" not in self.rest:
            chunk = os.read(self.back, 1 << 20)
            if not chunk:
                raise SystemExit("the browser has gone; is it installed in full?")
            self.rest += chunk
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, session=None, **parameters):
        request = {"id": next(self.ids), "method": method, "params": parameters}
        if session:
            request["sessionId"] = session
        data = json.dumps(request).encode() + b"\0"
        while data:
            data = data[os.write(self.to, data):]
        while True:
            message = self.read()
            if message.get("id") == request["id"]:
                if "error" in message:
                    raise SystemExit(f"{method}: {message['error']}")
                return message["result"]
            self.events.append(message)

    def page(self, method, **parameters):
        return self.call(method, self.session, **parameters)

    def wait(self, event):
        while not any(message.get("method") == event for message in self.events):
            self.events.append(self.read())

    def value(self, expression):
        return self.page("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def open(self, url, width, scheme):
        self.page("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.page("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.events.clear()
        self.page("Page.navigate", url=url)
        self.wait("Page.loadEventFired")

    def errors(self):
        """Messages of the console, exceptions, and requests for anything but the page itself."""
        found = []
        for event in self.events:
            method, parameters = event.get("method"), event.get("params", {})
            if method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
                found.append(parameters["entry"]["text"])
            elif method == "Runtime.consoleAPICalled" or method == "Runtime.exceptionThrown":
                found.append(json.dumps(parameters)[:200])
            elif method == "Network.requestWillBeSent":
                url = parameters["request"]["url"]
                if not (url.startswith("data:") or parameters.get("type") == "Document"):
                    found.append(f"the page asks for {url[:100]}")
        return found

    def screenshot(self, path):
        height = min(self.value("document.documentElement.scrollHeight"), 16000)
        width = self.value("document.documentElement.clientWidth")
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        data = self.page("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)["data"]
        pathlib.Path(path).write_bytes(base64.b64decode(data))

    def close(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)


def made_up(directory):
    maker = REPOSITORY / "Tests/Fixtures/report/make_run.py"
    for name, options in [("plain", ["--plain"]), ("hostile", []), ("large", ["--large"])]:
        subprocess.run([sys.executable, maker, f"{directory}/{name}"] + options, check=True)
        yield f"{directory}/{name}"


def check(browser, run, output):
    problems = []
    page = pathlib.Path(run, "report.html").resolve()
    for view, width, scheme in VIEWS:
        browser.open(page.as_uri(), width, scheme)
        browser.value("document.querySelectorAll('details').forEach(e => { e.open = true })")
        found = browser.errors() + browser.value(OVERFLOW) + browser.value(INJECTED)
        problems += [f"{run}, {view}: {problem}" for problem in found]
        if output:
            browser.value("document.querySelectorAll('details').forEach(e => { e.open = false })")
            browser.screenshot(f"{output}/{pathlib.Path(run).name}-{view}.png")
    for plot in sorted(pathlib.Path(run, "plots").glob("*.svg")):
        browser.open(plot.resolve().as_uri(), 800, "light")
        if browser.value("document.documentElement.tagName") != "svg":
            problems.append(f"{plot}: is not well-formed")
        problems += [f"{plot}: {problem}" for problem in browser.errors()]
    return problems


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("runs", nargs="*")
    parser.add_argument("--output")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        raise SystemExit("there is no Chromium; on Debian: apt-get install chromium")
    if options.output:
        os.makedirs(options.output, exist_ok=True)
    problems = []
    with tempfile.TemporaryDirectory() as scratch:
        browser = Browser(chromium)
        try:
            for run in options.runs or made_up(scratch):
                start = time.monotonic()
                subprocess.run([options.program, "report", run, "--quiet"], check=True)
                print(f"{run}: written in {time.monotonic() - start:.1f} s, "
                      f"{pathlib.Path(run, 'report.html').stat().st_size / 1e6:.1f} MB")
                problems += check(browser, run, options.output)
        finally:
            browser.close()
    print("\n".join(problems) or "no error, no overflow: light, dark, 400 pixels")
    raise SystemExit(1 if problems else 0)


if __name__ == "__main__":
    main()
