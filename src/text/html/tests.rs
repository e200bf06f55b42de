use proptest::prelude::*;

use crate::text::tests::{check, texts};
use crate::text::{
    BlockKind::{self, *},
    Format, Limits, Reading, TextError, read,
};

fn page(source: &str) -> Reading<'_> {
    read(source, Format::Html, &Limits::default()).expect("readable")
}

fn blocks<'r>(reading: &'r Reading) -> Vec<(BlockKind, &'r str)> {
    reading
        .blocks()
        .iter()
        .map(|block| (block.kind, reading.slice(block.range.clone())))
        .collect()
}

/// Pages of everything that has a meaning here.
fn pages() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        texts(),
        proptest::sample::select(vec![
            "<p>",
            "</p>",
            "<div class='article'>",
            "</div>",
            "<h1>",
            "</h1>",
            "<ul><li>",
            "</li>",
            "<li>",
            "<table><tr><td>",
            "<td>",
            "</table>",
            "<blockquote>",
            "</blockquote>",
            "<br>",
            "<br/>",
            "<b>",
            "</b>",
            "<a href='x'>",
            "</a>",
            "<script>",
            "</script>",
            "<style>",
            "</style>",
            "<!-- ",
            " -->",
            "&amp;",
            "&nbsp;",
            "&#8220;",
            "&notit;",
            "&#x1F6A2;",
            "&bogus;",
            "&",
            "<",
            ">",
            "<pre>",
            "</pre>",
            "<title>",
            "</title>",
            "<svg>",
            "<body>",
            "<html>",
            "<![CDATA[",
            "]]>",
            "<p ",
            "='",
            "\0",
        ])
        .prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_page_is_read_in_order_and_maps_to_its_source(source in pages()) {
        if let Ok(reading) = read(&source, Format::Html, &Limits::default()) {
            check(&reading, &source)?;
        }
    }
}

#[test]
fn elements_make_blocks() {
    let source = "<h2>Terms</h2><p>Peru lifts its duty<br>on tin.<p>Chile agrees.<ul><li>Tin<li><p>Zinc</p></ul>\
        <blockquote><p>We agree.</blockquote><table><tr><th>Good<th>New</tr><tr><td>Tin<td>0</table>Done at last.";
    assert_eq!(
        blocks(&page(source)),
        [
            (Heading, "Terms"),
            (Paragraph, "Peru lifts its duty\non tin."),
            (Paragraph, "Chile agrees."),
            (ListItem, "Tin"),
            (ListItem, "Zinc"),
            (Quote, "We agree."),
            (TableRow, "Good\tNew"),
            (TableRow, "Tin\t0"),
            (Paragraph, "Done at last."),
        ]
    );
}

#[test]
fn spans_point_into_the_untouched_source() {
    let source = "<p>The  U.S.&nbsp;&amp; <b>Pe</b>ru&#8217;s\n <i>&ldquo;tin&rdquo;</i> duty.</p>";
    let reading = page(source);
    assert_eq!(reading.text(), "The U.S. & Peru’s “tin” duty.");
    let span = |words: &str| {
        let start = reading.text().find(words).expect("there");
        &source[reading.source_range(start..start + words.len())]
    };
    assert_eq!(span("U.S."), "U.S.");
    assert_eq!(span("&"), "&amp;");
    assert_eq!(span("Peru’s"), "Pe</b>ru&#8217;s");
    assert_eq!(span("“tin”"), "&ldquo;tin&rdquo;");
    assert_eq!(span("The U.S."), "The  U.S.");
}

#[test]
fn the_article_is_told_from_what_surrounds_it() {
    let paragraph = "Peru will lift its duty on tin in June, the trade ministry said, after talks in Lima with officials from \
        Chile, which buys most of the metal and had threatened to bring the case before the regional court. ";
    let source = format!(
        "<html><head><title>Tin - Lima Post</title><style>p {{}}</style></head><body><nav><ul><li><a href='/'>Home</a>\
        <li><a href='/w'>World</a></ul></nav><div id=main><h1>Peru lifts tin duty</h1><div class=article-body><p>{0}<p>{0}\
        <p>{0}<p>{0}</div></div><div class=sidebar><a href='/x'>Most read: ten ways to sleep</a></div>\
        <footer>Copyright Lima Post <a href='/t'>Terms</a></footer><script>var a = '<p>no</p>';</script></body></html>",
        paragraph
    );
    let reading = page(&source);
    let kinds: Vec<_> = reading.blocks().iter().map(|block| block.kind).collect();
    assert_eq!(kinds, [Heading, Paragraph, Paragraph, Paragraph, Paragraph]);
    assert_eq!(blocks(&reading)[0].1, "Peru lifts tin duty");
    assert_eq!(blocks(&reading)[1].1, paragraph.trim());
}

#[test]
fn preformatted_lines_are_read_as_plain_text() {
    let source = "<pre>\nPeru and Chile will meet in Lima on Tuesday to settle their quarrel over the\nduty on tin.\n\n- Zinc &amp; lead\n- Copper</pre>";
    assert_eq!(
        page(source)
            .blocks()
            .iter()
            .map(|block| block.kind)
            .collect::<Vec<_>>(),
        [Paragraph, ListItem, ListItem]
    );
}

#[test]
fn hidden_text_is_not_read() {
    let source = "<p>Shown<script>x()</script><style>a</style><svg><text>y</text></svg><!-- z --> words&shy;hop.";
    assert_eq!(page(source).text(), "Shown wordshop.");
}

#[test]
fn depth_is_limited() {
    let nested = |count: usize| format!("{}word", "<div>".repeat(count));
    assert!(read(&nested(256), Format::Html, &Limits::default()).is_ok());
    assert_eq!(
        read(&nested(257), Format::Html, &Limits::default()).map(|_| ()),
        Err(TextError::TooDeep {
            limit: 256,
            at: 256 * 5
        })
    );
    let unclosed = "<p><b>word".repeat(300);
    assert!(matches!(
        read(&unclosed, Format::Html, &Limits::default()),
        Err(TextError::TooDeep { .. })
    ));
    let sloppy = "<p>word<li>word<tr><td>word".repeat(3000);
    assert!(read(&sloppy, Format::Html, &Limits::default()).is_ok());
}

#[test]
fn a_page_without_words_is_refused() {
    assert_eq!(
        read("<p> &nbsp; </p>", Format::Html, &Limits::default()).map(|_| ()),
        Err(TextError::NoWords { bytes: 15 })
    );
}
