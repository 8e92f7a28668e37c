import MindstateProbes
import MindstateReport
import Testing

@Suite struct CSVWriterTests {
  private func line(_ fields: CSVField...) -> String {
    var writer = CSVWriter(columns: fields.map { _ in "c" })
    let header = writer.bytes.count
    writer.append(fields)
    return String(decoding: writer.bytes.dropFirst(header), as: UTF8.self)
  }

  @Test func numbersComeBackWhole() {
    for value in [0.1, 1 / 3.0, 1e-300, .leastNonzeroMagnitude, 1.7976931348623157e308, -2.5, 123456789012345680, 1] {
      let text = line(.number(value)).filter { !$0.isNewline }
      #expect(Double(text) == value, "\(text)")
    }
    #expect(line(.number(0.1)) == "0.1\r\n")
    #expect(line(.number(-0.0)) == "0.0\r\n")
  }

  @Test func whatIsNoNumberIsEmpty() {
    #expect(line(.number(.nan), .number(.infinity), .number(nil), .text(nil), .flag(nil)) == ",,,,\r\n")
  }

  @Test func flagsAndIntegers() {
    #expect(line(.flag(true), .flag(false), .integer(-3)) == "true,false,-3\r\n")
  }

  @Test func fieldsAreQuotedWhereTheyMust() {
    #expect(
      line(.text("a,b"), .text("say \"x\""), .text("two\nlines"), .text("cr\r\nlf"))
        == "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\"cr\r\nlf\"\r\n")
    #expect(line(.text(" plain é "), .text("")) == " plain é ,\r\n")
  }

  @Test(arguments: ["=1+1", "+x", "-x", "@sum", "\tx", "-1+2", "'=1", "''-a"])
  func formulasAreGuarded(text: String) {
    #expect(line(.text(text)) == "'\(text)\r\n")
  }

  @Test(arguments: ["-1", "+12", "a=b", "'tis", "x-1"])
  func harmlessTextStays(text: String) {
    #expect(line(.text(text)) == "\(text)\r\n")
  }

  @Test func plainTextsStandAsTheyAreAndAreReadBackAlike() throws {
    let texts = ["=1+1", "+x", "-x, y", "@\"sum\"", "\tx", "-1", "'tis", "\"q\"", "a\n'=b", "x,'=y", "'=z", "''-a"]
    var writer = CSVWriter(columns: texts.map { _ in "c" })
    writer.append(texts.map { .text($0) })
    let plain = try CSVReader(parsing: CSVTexts.plain.applied(to: writer.bytes)).rows[0]
    // Only what opens with an apostrophe itself keeps a second one, or reading back could not tell the two apart.
    #expect(plain.prefix(10) == texts.prefix(10) && Array(plain.suffix(2)) == ["''=z", "'''-a"])
    #expect(plain.map(CSVReader.unguarded) == texts)
    #expect(CSVTexts.guarded.applied(to: writer.bytes) == writer.bytes)
    #expect(try CSVReader(parsing: writer.bytes).rows[0].map(CSVReader.unguarded) == texts)
  }

  @Test func negativeNumbersAreNoFormulas() {
    #expect(line(.number(-1.5)) == "-1.5\r\n")
  }
}

@Suite struct SimilarityCSVTests {
  private let row = SimilarityRow(
    conditionA: "base, bare", conditionB: "=cmd()", role: .pair, reference: "base, bare", site: "resid", layer: 7,
    position: "-1", tokenMatch: true, metric: .euclideanRelative,
    estimate: Estimate(
      value: 0.25, interval: 0.125...0.5, null: NullSummary(mean: 1, sd: 0.1, p: 0.0005, draws: 2000), n: 200,
      clusters: 40),
    qValue: 0.001, resamples: 2000, seed: 18_446_744_073_709_551_615)

  private func lines(_ rows: [SimilarityRow]) -> [String] {
    String(decoding: SimilarityTable(rows: rows, caveats: []).csv, as: UTF8.self).split(separator: "\r\n").map(
      String.init)
  }

  @Test func columnsAreThoseOfTheContract() {
    #expect(
      lines([]) == [
        "condition_a,condition_b,role,reference,site,layer,position,token_match,metric,value,ci_low,ci_high,ci_method,"
          + "null_mean,null_sd,p_value,q_value,n,n_clusters,resamples,seed,reason"
      ])
  }

  @Test func rowHasItsValues() {
    #expect(
      lines([row])[1] == "\"base, bare\",'=cmd(),pair,\"base, bare\",resid,7,-1,true,euclidean_relative,0.25,0.125,0.5,"
        + "bca_cluster,1.0,0.1,0.0005,0.001,200,40,2000,18446744073709551615,")
  }

  @Test func missingValuesHaveAReason() {
    var missing = row
    missing.reference = nil
    missing.tokenMatch = nil
    missing.qValue = nil
    missing.estimate = Estimate(value: nil, n: 1, clusters: 1, reason: .nBelow2)
    #expect(
      lines([missing])[1] == "\"base, bare\",'=cmd(),pair,,resid,7,-1,,euclidean_relative,,,,,,,,,1,1,2000,"
        + "18446744073709551615,n_below_2")
  }
}
