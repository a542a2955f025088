//! Who comes to a session when, what they do there and when they go: drawn before anything begins, the same in every run.
//!
//! Moments are counted from the opening of the session. Nobody waits for anybody: what is late stays late, and is measured
//! from the moment that stands here.

use std::ops::Range;
use std::time::Duration;

use super::chance::Chance;
use super::report::whole;

/// How long after their arrival somebody may be taken to be inside; and how long before they go they do nothing more.
const INSIDE_AFTER: Duration = Duration::from_secs(8);
const SILENT_BEFORE: Duration = Duration::from_secs(3);

/// How many of a hundred viewers lose their connection once and come back with a new token.
pub(super) const COME_BACK_PERCENT: usize = 10;
/// One viewer says so much and gives so much on average, until the session as a whole says and gives as much as it may.
pub(super) const LINE_EVERY: Duration = Duration::from_mins(1);
pub(super) const GIFT_EVERY: Duration = Duration::from_mins(5);
pub(super) const MOST_LINES_PER_SECOND: f64 = 20.0;
pub(super) const MOST_GIFTS_PER_SECOND: f64 = 5.0;

/// One person's time in a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Visit {
    /// Whose, by number.
    pub(super) person: usize,
    pub(super) arrive: Duration,
    /// When their connection breaks; they come back at once.
    pub(super) breaks: Option<Duration>,
    pub(super) leave: Duration,
}

/// Something that somebody does while inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Act {
    pub(super) at: Duration,
    /// Who, by the number of their visit.
    pub(super) visit: usize,
}

/// A session from its opening to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    /// In the order of their arrival.
    pub(super) visits: Vec<Visit>,
    pub(super) lines: Vec<Act>,
    pub(super) gifts: Vec<Act>,
    /// When its host ends it.
    pub(super) end: Duration,
}

/// The three parts of a show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parts {
    /// All come within it.
    pub(super) arriving: Duration,
    /// All are there.
    pub(super) staying: Duration,
    /// All go within it.
    pub(super) leaving: Duration,
}

impl Parts {
    /// When they begin and end.
    pub(super) fn spans(self) -> [Range<Duration>; 3] {
        let (all_here, first_goes) = (self.arriving, self.arriving + self.staying);
        [Duration::ZERO..all_here, all_here..first_goes, first_goes..first_goes + self.leaving]
    }
}

impl Plan {
    /// A show to which so many people come, who are all there for a while, and all go.
    pub(super) fn show(people: usize, parts: Parts, seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let [arriving, staying, leaving] = parts.spans();
        let mut visits: Vec<Visit> = (0..people)
            .map(|person| {
                let (arrive, leave) = (chance.within(&arriving), chance.within(&leaving));
                // early enough that all are there for the second half of the part in which all are
                let back_by = staying.start + staying.end.saturating_sub(staying.start) / 4;
                let breaks = (chance.below(100) < COME_BACK_PERCENT)
                    .then(|| chance.within(&(arrive + INSIDE_AFTER..back_by.max(arrive + INSIDE_AFTER))));
                Visit { person, arrive, breaks, leave }
            })
            .collect();
        visits.sort_by_key(|visit| visit.arrive);
        Self::with_acts(visits, people, leaving.end, &mut chance)
    }

    /// A session to which so many people come each second, each for a while between these two.
    pub(super) fn steady(per_second: f64, stay: &Range<Duration>, lasting: Duration, people: usize, seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let (mut visits, mut arrive) = (Vec::new(), Duration::ZERO);
        loop {
            arrive += chance.gap(per_second);
            let leave = arrive + chance.within(stay);
            if arrive >= lasting {
                break;
            } else if leave >= lasting {
                // who would stay beyond the end does not come
                continue;
            }
            let breaks = (chance.below(100) < COME_BACK_PERCENT && leave > arrive + 2 * INSIDE_AFTER)
                .then(|| chance.within(&(arrive + INSIDE_AFTER..leave.saturating_sub(INSIDE_AFTER))));
            visits.push(Visit { person: visits.len() % people.max(1), arrive, breaks, leave });
        }
        let mean = (stay.start + stay.end).as_secs_f64() / 2.0;
        let inside = whole(per_second * mean);
        Self::with_acts(visits, inside, lasting, &mut chance)
    }

    /// `inside` people say and give, as long as somebody is there to do so.
    fn with_acts(visits: Vec<Visit>, inside: usize, end: Duration, chance: &mut Chance) -> Self {
        let lines = acts(&visits, rate(inside, LINE_EVERY, MOST_LINES_PER_SECOND), end, chance);
        let gifts = acts(&visits, rate(inside, GIFT_EVERY, MOST_GIFTS_PER_SECOND), end, chance);
        Self { visits, lines, gifts, end }
    }
}

/// So many people who each do something this often, as a session bears it.
#[expect(clippy::cast_precision_loss, reason = "there are fewer people than 2^52")]
fn rate(people: usize, every: Duration, most: f64) -> f64 {
    (people as f64 / every.as_secs_f64()).min(most)
}

/// Whoever is inside then does it; where nobody is, nothing is done.
fn acts(visits: &[Visit], per_second: f64, end: Duration, chance: &mut Chance) -> Vec<Act> {
    const TRIES: usize = 40;
    let (mut acts, mut at) = (Vec::new(), Duration::ZERO);
    if visits.is_empty() || per_second <= 0.0 {
        return acts;
    }
    loop {
        at += chance.gap(per_second);
        if at >= end {
            return acts;
        }
        let is_there = |visit: &usize| {
            visits.get(*visit).is_some_and(|it| it.arrive + INSIDE_AFTER <= at && at + SILENT_BEFORE <= it.leave)
        };
        if let Some(visit) = (0..TRIES).map(|_| chance.below(visits.len())).find(is_there) {
            acts.push(Act { at, visit });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTS: Parts =
        Parts { arriving: Duration::from_mins(1), staying: Duration::from_mins(1), leaving: Duration::from_mins(1) };

    fn is_inside(plan: &Plan, act: &Act) -> bool {
        let visit = plan.visits[act.visit];
        visit.arrive < act.at && act.at < visit.leave
    }

    #[test]
    fn all_come_in_the_first_part_and_go_in_the_last() {
        let plan = Plan::show(1_000, PARTS, 1);
        let [arriving, _, leaving] = PARTS.spans();
        assert_eq!(plan.visits.len(), 1_000);
        assert!(plan.visits.iter().all(|visit| arriving.contains(&visit.arrive) && leaving.contains(&visit.leave)));
        let mut people: Vec<usize> = plan.visits.iter().map(|visit| visit.person).collect();
        people.sort_unstable();
        assert_eq!(people, (0..1_000).collect::<Vec<_>>(), "each comes once");
        assert_eq!(plan.end, Duration::from_mins(3));
    }

    #[test]
    fn arrivals_are_spread_over_the_part() {
        let plan = Plan::show(6_000, PARTS, 1);
        for second in 0..60 {
            let span = Duration::from_secs(second)..Duration::from_secs(second + 1);
            let come = plan.visits.iter().filter(|visit| span.contains(&visit.arrive)).count();
            assert!((50..150).contains(&come), "{come} in second {second}");
        }
    }

    #[test]
    fn one_in_ten_comes_back_and_is_there_again_when_all_are() {
        let plan = Plan::show(10_000, PARTS, 1);
        let breaks: Vec<&Visit> = plan.visits.iter().filter(|visit| visit.breaks.is_some()).collect();
        assert!((900..1_100).contains(&breaks.len()), "{}", breaks.len());
        assert!(breaks.iter().all(|visit| visit.breaks > Some(visit.arrive)));
        assert!(breaks.iter().all(|visit| visit.breaks <= Some(Duration::from_secs(75))));
    }

    #[test]
    fn only_people_who_are_inside_do_anything_and_no_more_than_a_session_bears() {
        for (people, lines_per_second, gifts_per_second) in [(600, 10.0, 2.0), (10_000, 20.0, 5.0)] {
            let plan = Plan::show(people, PARTS, 1);
            assert!(plan.lines.iter().chain(&plan.gifts).all(|act| is_inside(&plan, act)));
            // nearly everybody is there during the middle of it
            let middle = |act: &&Act| (Duration::from_secs(70)..Duration::from_secs(110)).contains(&act.at);
            for (acts, per_second) in [(&plan.lines, lines_per_second), (&plan.gifts, gifts_per_second)] {
                let seen = f64::from(u32::try_from(acts.iter().filter(middle).count()).unwrap()) / 40.0;
                assert!((seen / per_second - 1.0).abs() < 0.25, "{seen} instead of {per_second}");
            }
        }
    }

    #[test]
    fn the_same_seed_is_the_same_plan_and_another_is_not() {
        assert_eq!(Plan::show(500, PARTS, 7), Plan::show(500, PARTS, 7));
        assert_ne!(Plan::show(500, PARTS, 7), Plan::show(500, PARTS, 8));
    }

    #[test]
    fn a_steady_session_has_as_many_arrivals_as_asked_for_and_nobody_is_left_at_its_end() {
        let (stay, lasting) = (Duration::from_secs(20)..Duration::from_mins(1), Duration::from_mins(10));
        let plan = Plan::steady(5.0, &stay, lasting, 1_000, 1);
        assert!((2_600..3_100).contains(&plan.visits.len()), "{}", plan.visits.len());
        let last = plan.visits.last().unwrap().arrive;
        assert!(last > Duration::from_secs(570), "they come until hardly anybody could stay: {last:?}");
        assert!(
            plan.visits
                .iter()
                .all(|visit| visit.leave < lasting && stay.contains(&visit.leave.saturating_sub(visit.arrive)))
        );
        assert!(plan.lines.iter().chain(&plan.gifts).all(|act| is_inside(&plan, act)));
        assert!(!plan.lines.is_empty() && !plan.gifts.is_empty());
    }

    #[test]
    fn nobody_is_in_a_steady_session_twice_at_once() {
        let stay = Duration::from_secs(20)..Duration::from_mins(1);
        let plan = Plan::steady(5.0, &stay, Duration::from_mins(10), 1_000, 1);
        for (number, visit) in plan.visits.iter().enumerate() {
            let before = plan.visits[..number].iter().rev().find(|before| before.person == visit.person);
            assert!(before.is_none_or(|before| before.leave < visit.arrive));
        }
    }

    #[test]
    fn an_empty_session_is_silent() {
        let plan = Plan::show(0, PARTS, 1);
        assert!(plan.visits.is_empty() && plan.lines.is_empty() && plan.gifts.is_empty());
    }
}
