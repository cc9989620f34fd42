import Markdown
import Testing

/// Files in texts: which addresses count as shown, and what becomes of them once the files are here.
struct FileTests {
    static let picture = "https://github.com/user-attachments/assets/11111111-2222-4333-8444-555555555555"
    static let log = "https://github.com/octo/spec/files/42/trace.log"
    static let video = "https://github.com/octo/spec/assets/7/99999999-2222-4333-8444-555555555555"
    static let signed = "https://private-user-images.githubusercontent.com/1/2-33.png?jwt=a.b&x=1"

    static let pass = Sample.pass.with { address in
        switch address {
        case picture: "/uploads/0123456789abcdef0123456789abcdef/lamp_1.png"
        case log: "/uploads/fedcba9876543210fedcba9876543210/trace.log"
        case video: "/uploads/00000000000000000000000000000000/sweep.mp4"
        case signed: "/uploads/11111111111111111111111111111111/image.png"
        default: nil
        }
    }

    private static let pictureHere = "/uploads/0123456789abcdef0123456789abcdef/lamp_1.png"
    private static let logHere = "/uploads/fedcba9876543210fedcba9876543210/trace.log"
    private static let videoHere = "/uploads/00000000000000000000000000000000/sweep.mp4"
    private static let signedHere = "/uploads/11111111111111111111111111111111/image.png"

    static let examples: [Example] = [
        Example("an image", "![a lamp](\(picture))", becomes: "![a lamp](\(pictureHere))"),
        Example("an image with a title", "![x](\(picture) \"At dusk\")", becomes: "![x](\(pictureHere) \"At dusk\")"),
        Example("an image in angle brackets", "![x](<\(picture)>)", becomes: "![x](<\(pictureHere)>)"),
        Example("a link", "See [trace.log](\(log)).", becomes: "See [trace.log](\(logHere))."),
        Example("an image in a link", "[![x](\(picture))](\(log))", becomes: "[![x](\(pictureHere))](\(logHere))"),
        Example("an image in a list", "- one\n  - ![x](\(picture))", becomes: "- one\n  - ![x](\(pictureHere))"),
        Example("an image in a quote", "> > ![x](\(picture))", becomes: "> > ![x](\(pictureHere))"),
        Example(
            "an image in a table", "| a |\n|---|\n| ![x](\(picture)) |",
            becomes: "| a |\n|---|\n| ![x](\(pictureHere)) |"),
        Example("an image in a heading", "## ![x](\(picture)) ##", becomes: "## ![x](\(pictureHere)) ##"),
        Example("an image in emphasis", "**![x](\(picture))**", becomes: "**![x](\(pictureHere))**"),
        Example(
            "two images on a line", "![](\(picture)) ![](\(picture))",
            becomes: "![](\(pictureHere)) ![](\(pictureHere))"),
        Example("a definition", "![x][1]\n\n[1]: \(picture)", becomes: "![x][1]\n\n[1]: \(pictureHere)"),
        Example(
            "a definition with a title", "[x][1]\n\n[1]: <\(log)> 'Log'", becomes: "[x][1]\n\n[1]: <\(logHere)> 'Log'"),
        Example("a bare address of a picture", "Look: \(picture)", becomes: "Look: [lamp\\_1\\.png](\(pictureHere))"),
        Example("a bare address of a file", "Look: \(log), please", becomes: "Look: [trace\\.log](\(logHere)), please"),
        Example("a bare address of a video", "\(video)", becomes: "![sweep\\.mp4](\(videoHere))"),
        Example("an address in angle brackets", "<\(log)>", becomes: "[trace\\.log](\(logHere))"),
        Example("a video as an image", "![](\(video))", becomes: "![](\(videoHere))"),
        Example(
            "an image in HTML", "<img width=\"24\" alt=\"x\" src=\"\(picture)\">",
            becomes: "<img width=\"24\" alt=\"x\" src=\"\(pictureHere)\">"),
        Example(
            "an image in HTML within a line", "before <IMG SRC='\(picture)'/> after",
            becomes: "before <IMG SRC='\(pictureHere)'/> after"),
        Example("without quotes", "<p><img src=\(picture)></p>", becomes: "<p><img src=\(pictureHere)></p>"),
        Example(
            "a video in HTML", "<video src=\"\(video)\" poster=\"\(picture)\" controls></video>",
            becomes: "<video src=\"\(videoHere)\" poster=\"\(pictureHere)\" controls></video>"),
        Example("a link in HTML", "<a href=\"\(log)\">log</a>", becomes: "<a href=\"\(logHere)\">log</a>"),
        Example(
            "a picture for each screen",
            "<picture>\n  <source srcset=\"\(picture) 1x, \(video) 2x\">\n  <img src=\"\(picture)\">\n</picture>",
            becomes:
                "<picture>\n  <source srcset=\"\(pictureHere) 1x, \(videoHere) 2x\">\n  <img src=\"\(pictureHere)\">\n</picture>"
        ),
        Example(
            "HTML in a list in a quote", "> - <div>\n>   <img src=\"\(picture)\">\n>   </div>",
            becomes: "> - <div>\n>   <img src=\"\(pictureHere)\">\n>   </div>"),
        Example(
            "HTML with CR LF", "<div>\r\n<img src=\"\(picture)\">\r\n</div>\r\n",
            becomes: "<div>\r\n<img src=\"\(pictureHere)\">\r\n</div>\r\n"),
        Example(
            "a signed address", "![x](\(signed))", becomes: "![x](\(signedHere))"),
        Example(
            "a signed address in HTML", "<img src=\"\(signed.replacing("&", with: "&amp;"))\">",
            becomes: "<img src=\"\(signedHere)\">"),
        Example(
            "next to references", "#12 @alice ![x](\(picture)) #7", becomes: "!12 @alice.local ![x](\(pictureHere)) #7"),
        Example("in a code span", stays: "`![x](\(picture))`"),
        Example("in a fence", stays: "```\n![x](\(picture))\n<img src=\"\(picture)\">\n```"),
        Example("in indented code", stays: "    <img src=\"\(picture)\">"),
        Example("in a comment of HTML", stays: "<!-- <img src=\"\(picture)\"> -->"),
        Example("in another attribute", stays: "<img alt=\"\(picture)\">"),
        Example("as a link's text", stays: "[\(picture)](https://example.org)"),
        Example("of a file that is not here", stays: "![x](https://github.com/user-attachments/assets/0)"),
        Example("a longer address", stays: "![x](\(picture)0)"),
        Example("a camo address", stays: "![x](https://camo.githubusercontent.com/abc)"),
        Example(
            "a release's file", "[zip](https://github.com/octo/spec/releases/download/v1.0/spec.zip)",
            becomes: "[zip](\(Sample.webURL)/-/releases/v1.0/downloads/spec.zip)"),
        Example(
            "a release's file under a tag with slashes",
            "[zip](https://github.com/octo/spec/releases/download/lib/v1/spec.zip)",
            becomes: "[zip](\(Sample.webURL)/-/releases/lib%2Fv1/downloads/spec.zip)"),
        Example(
            "a file of the repository", "![x](https://github.com/octo/spec/blob/main/x.png?raw=true)",
            becomes: "![x](\(Sample.webURL)/-/raw/main/x.png)"),
    ]

    @Test(arguments: examples)
    func filesThatAreHereAreShownFromHere(_ example: Example) {
        let (text, outcome) = Self.pass.rewriteTellingOutcome(example.source)
        #expect(text == example.expected)
        if case .rewritten = outcome {} else { Issue.record("not all of it was read") }
    }

    @Test func everyAddressATextShowsIsFoundOnceAndInOrder() {
        let text = """
            ![a](\(Self.picture)) and [b](\(Self.log))

            <p><img src="https://example.org/c.png?a=1&amp;b=2"></p>

            \(Self.video)

            [again](\(Self.log)) [d][1] `https://example.org/code`

            [1]: https://example.org/d
            """
        #expect(
            Sample.pass.fileAddresses(in: text) == [
                Self.picture, Self.log, "https://example.org/c.png?a=1&b=2", Self.video, "https://example.org/d",
            ])
    }

    @Test func repeatingThePassOnTheOriginalGivesTheSame() {
        for example in Self.examples {
            let once = Self.pass.rewrite(example.source)
            #expect(Self.pass.rewrite(example.source) == once)
            #expect(Self.pass.fileAddresses(in: once).allSatisfy { !$0.hasPrefix("/uploads") })
        }
    }

    @Test(arguments: ["javascript:alert(1)\"x", "/uploads/a b", "/uploads/x)", "", "/uploads/<x>"])
    func anAddressThatCouldBreakOutOfItsPlaceIsNotUsed(_ address: String) {
        let source = "![x](\(Self.picture)) <img src=\"\(Self.picture)\">"
        #expect(Sample.pass.with { _ in address }.rewrite(source) == source)
    }
}
