extension Templates {
  /// By name. A name that starts with a point is looked up in the innermost object alone: blocks may hold blocks.
  static let texts: [(name: String, text: String)] = [
    ("page", page), ("blocks", blocks), ("table", table), ("figure", figure), ("answer", answer),
  ]

  private static let page = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
    <link rel="icon" href="data:,">
    <title>{{title}}</title>
    <style>
    {{{style}}}</style>
    </head>
    <body>
    <header>
    <p class="kind">mindstate report</p>
    <h1 dir="auto">{{question}}</h1>
    <p class="quiet">{{subtitle}}</p>
    {{#warnings}}<p class="warning">{{.}}</p>
    {{/warnings}}
    </header>
    <nav aria-label="Sections"><ul>
    {{#sections}}<li><a href="#{{id}}">{{title}}</a></li>
    {{/sections}}
    </ul></nav>
    <main>
    {{#sections}}
    <section id="{{id}}">
    <h2>{{title}}</h2>
    {{> blocks}}
    </section>
    {{/sections}}
    </main>
    </body>
    </html>

    """

  private static let blocks = """
    {{#.blocks}}
    {{#.heading}}<h3>{{.}}</h3>{{/.heading}}
    {{#.paragraph}}<p>{{.}}</p>{{/.paragraph}}
    {{#.note}}<p class="note">{{.}}</p>{{/.note}}
    {{#.warning}}<p class="warning">{{.}}</p>{{/.warning}}
    {{#.items}}<ul class="items">{{#.list}}<li>{{.}}</li>{{/.list}}</ul>{{/.items}}
    {{#.table}}{{> table}}{{/.table}}
    {{#.figures}}<div class="figures">{{#.list}}{{> figure}}{{/.list}}</div>{{/.figures}}
    {{#.answer}}{{> answer}}{{/.answer}}
    {{#.quotes}}<div class="quotes">{{#.list}}<figure class="quote"><figcaption dir="auto">{{.source}}</figcaption>
    <blockquote dir="auto">{{.text}}</blockquote>{{#.note}}<p class="quiet">{{.}}</p>{{/.note}}</figure>
    {{/.list}}</div>{{/.quotes}}
    {{#.folded}}<details><summary>{{.summary}}</summary>{{> blocks}}</details>{{/.folded}}
    {{/.blocks}}
    """

  private static let table = """
    <div class="scroll" tabindex="0" role="region" aria-label="{{.caption}}"><table>
    <caption>{{.caption}}</caption>
    <thead><tr>{{#.columns}}<th scope="col"{{#.number}} class="number"{{/.number}}>{{.title}}</th>{{/.columns}}</tr></thead>
    <tbody>
    {{#.rows}}<tr>{{#.cells}}<td dir="auto"{{#.number}} class="number"{{/.number}}>{{.text}}</td>{{/.cells}}</tr>
    {{/.rows}}
    </tbody>
    </table></div>
    """

  private static let figure = """
    <figure class="picture{{#.wide}} wide{{/.wide}}"><div class="scroll" tabindex="0" role="region" aria-label="{{.title}}"><div \
    style="min-width: {{.least}}px; max-width: {{.most}}px">{{{.svg}}}</div></div>
    <figcaption>{{.caption}} <span class="files">Data: <a href="{{.csv}}">{{.csv}}</a>, from <a \
    href="{{.table}}">{{.table}}</a> · <a href="{{.picture}}">SVG</a></span></figcaption></figure>
    """

  private static let answer = """
    <article class="answer"><h3 dir="auto">{{.title}}</h3>
    {{#.places}}<div class="place"><h4>{{.title}}</h4>
    {{#.strip}}<ol class="strip" aria-label="Verdict of each layer">{{#.list}}<li class="{{.verdict}}"><b>{{.layer}}</b> \
    <span>{{.verdict}}</span></li>{{/.list}}</ol>{{/.strip}}
    <dl>{{#.lines}}<dt>{{.term}}</dt><dd>{{.text}}</dd>{{/.lines}}</dl></div>
    {{/.places}}
    </article>
    """
}
