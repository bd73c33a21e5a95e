use super::*;

#[test]
fn what_a_person_typed_cannot_become_markup() {
    let typed = "</a><script>\"'&";
    let mut elements = Elements::default();
    elements.open("a").attr("title", typed).follow("href", || Some(typed.to_owned())).text(typed).close();
    let (attribute, text) = ("&lt;/a&gt;&lt;script&gt;&quot;'&amp;", "&lt;/a&gt;&lt;script&gt;\"'&amp;");
    assert_eq!(elements.to_html(), format!("<a title=\"{attribute}\" href=\"{attribute}\">{text}</a>"));
}

#[test]
fn elements_beside_each_other_are_counted_without_those_within() {
    let mut cells = Elements::default();
    cells.open("td").class("c-name").open("a").text("Анна").close().close().open("td").close();
    assert_eq!(cells.made.count(), 2);
    assert_eq!(cells.to_html(), "<td class=\"c-name\"><a>Анна</a></td><td></td>");
}

#[test]
fn an_attribute_without_a_value_is_not_written_nor_is_what_a_click_does() {
    let mut button = Elements::default();
    button.open("button").follow("aria-sort", || None).on_click(|_| ()).class("tg").close();
    assert_eq!(button.to_html(), "<button class=\"tg\"></button>");
}
