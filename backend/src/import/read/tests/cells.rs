//! How values become cells, and their JSON form.

use calamine::{Data, ExcelDateTime, ExcelDateTimeType};

use super::{Cell, date, text};

fn moment(serial: f64, kind: ExcelDateTimeType) -> Cell {
    Data::DateTime(ExcelDateTime::new(serial, kind, false)).into()
}

#[test]
fn every_kind_of_cell_survives_its_json_form() {
    let cells = [
        Cell::Empty,
        text("Юлия \"ё\"\n"),
        Cell::Number(-0.1),
        Cell::Number(79_991_234_567.0),
        date(2026, 3, 4),
        Cell::Bool(true),
        Cell::Error("#N/A".into()),
    ];
    let json = serde_json::to_string(&cells).unwrap();
    assert_eq!(
        json,
        r##"[null,"Юлия \"ё\"\n",{"n":"-0.1"},{"n":"79991234567"},{"d":"2026-03-04"},{"b":true},{"e":"#N/A"}]"##
    );
    assert_eq!(serde_json::from_str::<Vec<Cell>>(&json).unwrap(), cells);
}

#[test]
fn numbers_keep_their_last_bit() {
    for bits in (0..2_000_u64).map(|i| 0x3FB9_9999_9999_9000 + i * 7_919_777_777_777) {
        let number = f64::from_bits(bits);
        let json = serde_json::to_string(&Cell::Number(number)).unwrap();
        assert_eq!(serde_json::from_str::<Cell>(&json).unwrap(), Cell::Number(number), "{json}");
    }
}

#[test]
fn an_unknown_cell_form_is_refused() {
    assert!(serde_json::from_str::<Cell>(r#"{"x":1}"#).is_err());
    assert!(serde_json::from_str::<Cell>("{}").is_err());
}

#[test]
fn a_date_with_a_time_is_its_date() {
    assert_eq!(moment(46_085.75, ExcelDateTimeType::DateTime), date(2026, 3, 4));
    assert_eq!(Cell::from(Data::DateTimeIso("2026-03-04T23:59:59".into())), date(2026, 3, 4));
    assert_eq!(Cell::from(Data::DateTimeIso("2026-03-04".into())), date(2026, 3, 4));
}

#[test]
fn times_and_durations_are_texts() {
    assert_eq!(moment(0.395_833_333_333_333_3, ExcelDateTimeType::DateTime), text("09:30"));
    assert_eq!(moment(1.5, ExcelDateTimeType::TimeDelta), text("36:00"));
    assert_eq!(Cell::from(Data::DateTimeIso("12:00:00".into())), text("12:00:00"));
}

#[test]
fn a_serial_outside_the_calendar_stays_a_number() {
    assert_eq!(moment(-1e300, ExcelDateTimeType::DateTime), Cell::Number(-1e300));
    assert_eq!(moment(2_958_466.0, ExcelDateTimeType::DateTime), Cell::Number(2_958_466.0));
    assert_eq!(moment(2_958_465.0, ExcelDateTimeType::DateTime), date(9999, 12, 31));
}
