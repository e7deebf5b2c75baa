//! Practice chargebacks of a Brazilian shop, invented throughout.

use chrono::NaiveTime;
use serde_json::Map;

use super::Settings;
use super::model::{Books, Chargeback, Payment, local_day};
use crate::chance::Chance;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
/// São Paulo is so far behind UTC.
const ZONE: i64 = 3 * HOUR;

struct Case {
    name: &'static str,
    description: &'static str,
    /// Cents of BRL.
    value: i64,
    status: &'static str,
    hours_ago: i64,
    /// The document deadline: local midnight at the start of this day counted from today.
    expires_in: i64,
    sent_ago: Option<i64>,
    subscription: bool,
    wins: bool,
    product: &'static str,
}

/// (name, description, value, status, hours ago, expires in days, sent hours ago, subscription,
/// wins, product)
type Row = (
    &'static str,
    &'static str,
    i64,
    &'static str,
    i64,
    i64,
    Option<i64>,
    bool,
    bool,
    &'static str,
);

const ROWS: [Row; 14] = [
    (
        "fraud",
        "Titular nao reconhece a compra",
        25_990,
        "awaitingDocumentation",
        20,
        3,
        None,
        false,
        true,
        "Moedor manual Brasa",
    ),
    (
        "fraud-soon",
        "Fraude em transacao sem cartao presente",
        189_900,
        "awaitingDocumentation",
        70,
        1,
        None,
        false,
        false,
        "Maquina de espresso Nora",
    ),
    (
        "not-received",
        "Mercadoria nao recebida",
        64_500,
        "awaitingDocumentation",
        31,
        2,
        None,
        false,
        true,
        "Chaleira Lysa 0,9 l",
    ),
    (
        "subscription",
        "Assinatura cancelada pelo titular",
        7_900,
        "awaitingDocumentation",
        12,
        3,
        None,
        true,
        true,
        "Clube do grao, mensal",
    ),
    (
        "duplicate",
        "Cobranca em duplicidade",
        12_450,
        "awaitingDocumentation",
        8,
        4,
        None,
        false,
        true,
        "Filtro de papel, 400 unidades",
    ),
    (
        "defect",
        "Produto com defeito",
        31_000,
        "awaitingDocumentation",
        44,
        2,
        None,
        false,
        false,
        "Balanca Gram",
    ),
    (
        "credit",
        "Credito nao processado",
        98_700,
        "awaitingDocumentation",
        3,
        4,
        None,
        false,
        true,
        "Manta de la Fjord",
    ),
    (
        "in-analysis",
        "Titular nao reconhece a compra",
        45_600,
        "inAnalysis",
        160,
        -3,
        Some(100),
        false,
        true,
        "Kit de viagem Vandra",
    ),
    (
        "in-analysis-lost",
        "Mercadoria nao recebida",
        22_800,
        "inAnalysis",
        200,
        -5,
        Some(130),
        false,
        false,
        "Panela esmaltada Sotra",
    ),
    (
        "won",
        "Titular nao reconhece a compra",
        58_000,
        "winsDispute",
        900,
        -34,
        Some(870),
        false,
        true,
        "Moedor manual Brasa",
    ),
    (
        "lost",
        "Produto diferente do anunciado",
        14_300,
        "lostDispute",
        1_100,
        -42,
        Some(1_060),
        false,
        false,
        "Avental de linho",
    ),
    (
        "lost-silent",
        "Mercadoria nao recebida",
        9_990,
        "lostDispute",
        700,
        -26,
        None,
        false,
        false,
        "Coador Sila",
    ),
    (
        "canceled",
        "Cobranca em duplicidade",
        33_300,
        "canceledDispute",
        480,
        -17,
        None,
        false,
        false,
        "Garrafa termica Vinter",
    ),
    (
        "unheard-of",
        "Motivo em apuracao",
        17_700,
        "emRecurso",
        90,
        1,
        None,
        false,
        false,
        "Tabua de carvalho",
    ),
];

const BUYERS: [(&str, &str); 5] = [
    ("Mariana Azevedo", "52998224725"),
    ("Rafael Teixeira", "11144477735"),
    ("Beatriz Nogueira", "39053344705"),
    ("Thiago Peixoto", "86288366757"),
    ("Larissa Montenegro", "71428793860"),
];

/// The books at the start instant.
pub(super) fn books(settings: &Settings) -> Books {
    let mut books = Books::default();
    let start = settings.start.timestamp();
    let wanted = settings.disputes.unwrap_or(ROWS.len());
    for row in ROWS.iter().take(wanted) {
        let case = read(row);
        let mut chance = Chance::named(settings.seed, &format!("celcoin {}", case.name));
        tell(&mut books, &case, case.name, start, &mut chance);
    }
    for number in ROWS.len()..wanted {
        let name = format!("bulk {number}");
        let mut chance = Chance::named(settings.seed, &format!("celcoin {name}"));
        let case = invent(&mut chance);
        tell(&mut books, &case, &name, start, &mut chance);
    }
    // The oldest gets the lowest number.
    books.chargebacks.sort_by_key(|row| row.created);
    for (row, number) in books.chargebacks.iter_mut().zip(90_001..) {
        row.id = number;
    }
    books.chargebacks.reverse();
    let live: Vec<(u64, Option<i64>)> = books
        .chargebacks
        .iter()
        .filter(|row| matches!(row.status.as_str(), "awaitingDocumentation" | "inAnalysis"))
        .map(|row| (row.id, row.documents))
        .collect();
    for (id, sent) in live {
        books.arm(id, sent.unwrap_or(start));
    }
    books
}

fn read(row: &Row) -> Case {
    let (
        name,
        description,
        value,
        status,
        hours_ago,
        expires_in,
        sent_ago,
        subscription,
        wins,
        product,
    ) = *row;
    Case {
        name,
        description,
        value,
        status,
        hours_ago,
        expires_in,
        sent_ago,
        subscription,
        wins,
        product,
    }
}

fn invent(chance: &mut Chance) -> Case {
    let shape = read(chance.pick(&ROWS));
    let open = chance.percent(5);
    let number = |n: u64| i64::try_from(n).unwrap_or(0);
    let days = if open {
        number(chance.below(3))
    } else {
        10 + number(chance.below(700))
    };
    Case {
        value: 2_000 + number(chance.below(150_000)),
        status: match (open, chance.percent(40)) {
            (true, _) => "awaitingDocumentation",
            (false, true) => "winsDispute",
            (false, false) => "lostDispute",
        },
        hours_ago: days * 24 + number(chance.below(20)),
        expires_in: 4 - days,
        sent_ago: (!open).then_some(days * 24 - 20),
        ..shape
    }
}

/// Local midnight at the start of a day, counted from today.
fn midnight(start: i64, days: i64) -> i64 {
    let today = local_day(start);
    today.and_time(NaiveTime::MIN).and_utc().timestamp() + ZONE + days * DAY
}

fn tell(books: &mut Books, case: &Case, name: &str, start: i64, chance: &mut Chance) {
    let created = start - case.hours_ago * HOUR;
    let (customer, document) = *chance.pick(&BUYERS);
    let order = chance.digits(4);
    let paid = created - i64::try_from(10 + chance.below(40)).unwrap_or(10) * DAY;
    books.chargebacks.push(Chargeback {
        id: 0,
        case: name.to_owned(),
        created,
        expire: midnight(start, case.expires_in),
        process: chance.digits(13),
        value: case.value,
        status: case.status.to_owned(),
        description: case.description.to_owned(),
        documents: case.sent_ago.map(|hours| start - hours * HOUR),
        received: (0, 0),
        payment: Payment {
            transaction: 660_000 + chance.below(90_000),
            transaction_own: format!("pedido-{order}-1"),
            charge: (!case.subscription)
                .then(|| (510_000 + chance.below(90_000), format!("pedido-{order}"))),
            tid: chance.digits(20),
            authorization: chance.digits(6),
            paid,
            customer,
            document,
            product: case.product,
        },
        wins: case.wins,
        extra: Map::new(),
    });
}

/// A chargeback made by the simulator; returns its number.
pub(super) fn simulate(
    books: &mut Books,
    chance: &mut Chance,
    value: i64,
    tid: &str,
    at: i64,
) -> u64 {
    let mut case = read(&ROWS[0]);
    case.value = value;
    case.hours_ago = 0;
    tell(books, &case, "simulated", at, chance);
    let number = books
        .chargebacks
        .iter()
        .map(|row| row.id)
        .max()
        .unwrap_or(90_000)
        + 1;
    if let Some(mut row) = books.chargebacks.pop() {
        row.id = number;
        tid.clone_into(&mut row.payment.tid);
        books.chargebacks.insert(0, row);
    }
    number
}
