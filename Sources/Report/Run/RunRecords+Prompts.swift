/// A row of `maps.csv` that has a place.
struct MapRecord: Sendable {
  var condition: String
  var place: Place
  var layer: Int
  var x: Double
  var y: Double

  init?(_ row: RunTable.Row) {
    guard let x = row.number("pc1"), let y = row.number("pc2") else { return nil }
    condition = row.text("condition")
    place = Place(row)
    layer = row.integer("layer") ?? 0
    (self.x, self.y) = (x, y)
  }
}

/// A row of `trajectory.csv` that has a distance, of all prompts or of one.
struct TrajectoryRecord: Sendable {
  var condition: String
  var target: String
  var place: Place
  var layer: Int
  var tokensRead: Int
  var distance: Bounded

  init?(_ row: RunTable.Row) {
    guard let distance = Bounded(row, "distance"), let tokens = row.integer("tokens_read") else { return nil }
    condition = row.text("condition")
    target = row.text("target")
    place = Place(row)
    layer = row.integer("layer") ?? 0
    tokensRead = tokens
    self.distance = distance
  }
}

/// A row of `behaviour.csv`.
struct BehaviourRecord: Sendable {
  var condition: String
  var prompt: String
  var correct: Bool?
  var goesOn: Bool?
  var stopped: Bool?
  var declined: Bool?
  var isEmpty: Bool?
  var tokens: Int?
  var text: String

  init(_ row: RunTable.Row) {
    condition = row.text("condition")
    prompt = row.text("prompt")
    correct = row.flag("correct")
    goesOn = row.flag("goes_on")
    stopped = row.flag("stopped")
    declined = row.flag("declined")
    isEmpty = row.flag("empty")
    tokens = row.integer("tokens")
    text = row.text("text")
  }
}
