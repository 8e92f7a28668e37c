/// The look of the page: one column of text, pictures side by side where there is room, light and dark.
enum PageStyle {
  static var css: String { page + PlotStyle.css }

  private static let page = """
    :root { --paper: #fff; --ink: #1d2026; --quiet: #5b606a; --line: #dcdfe4; --wash: #f4f5f7; --link: #005a9c;
      --same: #00795a; --different: #b04600; --undecided: #6a6f78; --warn: #fff4e0; --warn-line: #b06a00; }
    @media (prefers-color-scheme: dark) {
      :root { --paper: #16181c; --ink: #e2e4e8; --quiet: #a6acb6; --line: #363a43; --wash: #1f2228; --link: #82c0f5;
        --same: #35c79a; --different: #ff8a4c; --undecided: #9aa0aa; --warn: #33280f; --warn-line: #eeb13c; }
    }
    *, *::before, *::after { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; }
    body { margin: 0 auto; max-width: 70rem; padding: 1.25rem; background: var(--paper); color: var(--ink);
      font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; overflow-wrap: anywhere; }
    h1 { font-size: clamp(1.4rem, 1.1rem + 1.6vw, 2.1rem); line-height: 1.2; margin: .1rem 0 .4rem; }
    h2 { font-size: 1.35rem; margin: 2.6rem 0 .6rem; padding-top: .5rem; border-top: 1px solid var(--line); }
    h3 { font-size: 1.08rem; margin: 1.4rem 0 .4rem; }
    h4 { font-size: .95rem; margin: 0 0 .4rem; color: var(--quiet); font-weight: 600; }
    h1, h2, h3, h4 { unicode-bidi: isolate; }
    p, .items { max-width: 46rem; margin: .5rem 0; }
    a { color: var(--link); }
    a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
    .kind { margin: 0; color: var(--quiet); font-size: .85rem; letter-spacing: .04em; }
    .quiet, .note, caption, figcaption { color: var(--quiet); font-size: .88rem; line-height: 1.45; }
    .warning { background: var(--warn); border-left: 4px solid var(--warn-line); padding: .6rem .8rem; }
    nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; padding: 0; margin: 1rem 0 0;
      font-size: .92rem; }
    .scroll { overflow-x: auto; max-width: 100%; }
    table { border-collapse: collapse; font-size: .9rem; margin: .4rem 0; }
    caption { text-align: left; padding-bottom: .35rem; }
    th, td { text-align: left; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top;
      overflow-wrap: break-word; max-width: 22rem; unicode-bidi: isolate; }
    th { font-weight: 600; }
    .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1.2rem;
      margin: .8rem 0; }
    figure { margin: 0; min-width: 0; }
    .picture .plot { display: block; width: 100%; height: auto; }
    .wide { grid-column: 1 / -1; }
    th.number { white-space: normal; min-width: 4.5rem; vertical-align: bottom; }
    .answer { background: var(--wash); border-radius: 8px; padding: .9rem 1.1rem; margin: .9rem 0; }
    .answer h3 { margin: 0 0 .5rem; }
    .place + .place { border-top: 1px solid var(--line); margin-top: .8rem; padding-top: .8rem; }
    dl { display: grid; grid-template-columns: 10.5rem 1fr; gap: .25rem 1rem; margin: .5rem 0 0; }
    dt { color: var(--quiet); font-size: .9rem; }
    dd { margin: 0; min-width: 0; }
    .strip { display: flex; flex-wrap: wrap; gap: .3rem; list-style: none; margin: 0; padding: 0; font-size: .82rem; }
    .strip li { border: 1.5px solid var(--undecided); border-radius: 5px; padding: .05rem .5rem; }
    .strip .same { border-color: var(--same); color: var(--same); }
    .strip .different { border-color: var(--different); color: var(--different); }
    .strip .undecided, .strip .judged { border-style: dashed; color: var(--undecided); }
    details { margin: .8rem 0; }
    summary { cursor: pointer; color: var(--link); }
    .quotes { display: grid; gap: .7rem; margin: .6rem 0; }
    blockquote { margin: .15rem 0; padding: .4rem .7rem; border-left: 3px solid var(--line); white-space: pre-wrap;
      overflow-wrap: anywhere; font-size: .92rem; unicode-bidi: isolate; max-height: 22rem; overflow-y: auto; }
    @media (max-width: 34rem) {
      body { padding: .9rem; }
      dl { grid-template-columns: 1fr; gap: 0; }
      dd { margin-bottom: .45rem; }
      .answer { padding: .7rem .8rem; }
    }
    @media print { nav { display: none; } section { break-inside: avoid-page; } }

    """
}
