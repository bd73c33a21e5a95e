//! Names of made-up people and companies, at most thirty graphemes each (R2).

use super::dice::Dice;
use domain::text::{NAME_LIMIT, graphemes};

const SURNAMES: [&str; 40] = [
    "Иванов",
    "Петров",
    "Сидоров",
    "Смирнов",
    "Кузнецов",
    "Попов",
    "Васильев",
    "Соколов",
    "Михайлов",
    "Новиков",
    "Фёдоров",
    "Морозов",
    "Волков",
    "Алексеев",
    "Лебедев",
    "Семёнов",
    "Егоров",
    "Павлов",
    "Козлов",
    "Степанов",
    "Каримов",
    "Рахимов",
    "Юсупов",
    "Абдуллаев",
    "Хасанов",
    "Исмаилов",
    "Турсунов",
    "Назаров",
    "Мирзаев",
    "Ахмедов",
    "Саидов",
    "Тошматов",
    "Усманов",
    "Холматов",
    "Эргашев",
    "Касымов",
    "Джураев",
    "Норматов",
    "Султанов",
    "Умаров",
];
const MEN: [&str; 24] = [
    "Александр",
    "Алексей",
    "Андрей",
    "Артём",
    "Борис",
    "Виктор",
    "Дмитрий",
    "Евгений",
    "Иван",
    "Максим",
    "Николай",
    "Пётр",
    "Азиз",
    "Бахтиёр",
    "Дилшод",
    "Жасур",
    "Камол",
    "Отабек",
    "Рустам",
    "Санжар",
    "Тимур",
    "Улугбек",
    "Фаррух",
    "Шерзод",
];
const WOMEN: [&str; 24] = [
    "Алёна",
    "Анна",
    "Вера",
    "Галина",
    "Дарья",
    "Екатерина",
    "Елена",
    "Ирина",
    "Мария",
    "Наталья",
    "Ольга",
    "Светлана",
    "Азиза",
    "Барно",
    "Гульнора",
    "Дилноза",
    "Зарина",
    "Камола",
    "Лола",
    "Малика",
    "Нигора",
    "Севара",
    "Феруза",
    "Шахноза",
];
const FATHERS: [(&str, &str); 16] = [
    ("Александрович", "Александровна"),
    ("Алексеевич", "Алексеевна"),
    ("Андреевич", "Андреевна"),
    ("Борисович", "Борисовна"),
    ("Викторович", "Викторовна"),
    ("Иванович", "Ивановна"),
    ("Николаевич", "Николаевна"),
    ("Петрович", "Петровна"),
    ("Азизович", "Азизовна"),
    ("Бахтиёрович", "Бахтиёровна"),
    ("Камолович", "Камоловна"),
    ("Рустамович", "Рустамовна"),
    ("Тимурович", "Тимуровна"),
    ("Улугбекович", "Улугбековна"),
    ("Фаррухович", "Фарруховна"),
    ("Шерзодович", "Шерзодовна"),
];
const FORMS: [&str; 5] = ["ООО", "ИП", "АО", "ЧП", "СП"];
const FIRST_HALVES: [&str; 20] = [
    "Агро",
    "Алмаз",
    "Бухара",
    "Восток",
    "Гранит",
    "Евро",
    "Зарафшан",
    "Интер",
    "Караван",
    "Мега",
    "Навруз",
    "Орбита",
    "Памир",
    "Регистан",
    "Сардор",
    "Сириус",
    "Тандем",
    "Узбек",
    "Феникс",
    "Шёлк",
];
const SECOND_HALVES: [&str; 16] = [
    "Строй",
    "Торг",
    "Сервис",
    "Импекс",
    "Логистик",
    "Текстиль",
    "Мебель",
    "Фарм",
    "Фуд",
    "Дизайн",
    "Монтаж",
    "Групп",
    "Трейд",
    "Электро",
    "Пак",
    "Транс",
];

/// A person's name: «Фамилия Имя Отчество», without the last part where it does not fit.
pub(super) fn person(dice: &mut Dice) -> String {
    let (surname, father) = (dice.one_of(&SURNAMES), FATHERS[dice.below(FATHERS.len())]);
    let name = if dice.percent(50) {
        format!("{surname} {} {}", dice.one_of(&MEN), father.0)
    } else {
        format!("{surname}а {} {}", dice.one_of(&WOMEN), father.1)
    };
    let short = || name.rsplit_once(' ').map_or("", |(short, _)| short).to_owned();
    if graphemes(&name) <= NAME_LIMIT && dice.percent(80) { name } else { short() }
}

/// A company's name, such as «ООО «Бухара Текстиль»».
pub(super) fn company(dice: &mut Dice) -> String {
    let (first, second) = (dice.one_of(&FIRST_HALVES), dice.one_of(&SECOND_HALVES));
    let number = if dice.percent(60) { format!(" {}", 1 + dice.below(99)) } else { String::new() };
    format!("{} «{first} {second}{number}»", dice.one_of(&FORMS))
}

/// First and last name of a colleague.
pub(super) fn colleague(dice: &mut Dice) -> (&'static str, String) {
    if dice.percent(50) {
        (dice.one_of(&MEN), dice.one_of(&SURNAMES).to_owned())
    } else {
        (dice.one_of(&WOMEN), format!("{}а", dice.one_of(&SURNAMES)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_keep_the_limit_and_seldom_repeat() {
        let mut dice = Dice::new(1);
        let mut seen = BTreeSet::new();
        for _ in 0..2_000 {
            for name in [person(&mut dice), company(&mut dice)] {
                assert!(graphemes(&name) <= NAME_LIMIT, "{name}");
                seen.insert(name);
            }
        }
        assert!(seen.len() > 3_000, "{}", seen.len());
    }
}
