import math
import unittest

import simulate
from simulate import Load, Machine
from tables import BENCHMARKS, benchmarks, measured_requests

LARGE = Machine(64, 200)  # nothing waits


class Model(unittest.TestCase):
    """The model against what `make bench` measured on a real Postgres and PostgREST."""

    def test_simulates_the_measured_throughput_within_a_fifth(self):
        for row, cpu, trips in BENCHMARKS:
            measured = measured_requests()[row]
            self.assertLess(abs(simulate.closed_loop(cpu, trips) / measured - 1), 0.2, row)

    def test_takes_the_measured_processor_times(self):
        for row, cpu, _ in BENCHMARKS:
            *_, function, postgrest, postgres, together = benchmarks()[row]
            for constant, measured in zip((*cpu, sum(cpu)), (function, postgrest, postgres, together)):
                self.assertLess(abs(constant / measured - 1), 0.2, row)


class Simulation(unittest.TestCase):
    def test_is_the_same_every_time(self):
        load, machine = Load(300, 10, 3), Machine(2, 5)
        self.assertEqual(simulate.simulate(load, machine), simulate.simulate(load, machine))
        self.assertNotEqual(simulate.simulate(load, machine), simulate.simulate(load, machine, seed=2))

    def test_everybody_asks_for_everything_once(self):
        result = simulate.simulate(Load(500, 20, 5), LARGE)
        self.assertEqual(
            result.requests,
            {"join-live-session": 500, "get-livekit-token": 500, "livekit-webhook": 500,
             "the app's own reads": 500 * simulate.APP_READS},
        )
        self.assertEqual((result.slow, result.webhooks_lost), (0, 0))

    def test_cores_are_as_busy_as_the_sum_of_all_work(self):
        load, machine = Load(3000, 60, 30), Machine(4, 40)
        expected = load.viewers * simulate.core_ms_per_viewer() / 1000 / load.seconds / machine.cores
        self.assertAlmostEqual(simulate.simulate(load, machine).cores_busy / expected, 1, delta=0.05)

    def test_connections_in_use_follow_from_the_time_that_each_is_held(self):
        load = Load(6000, 60, 60)
        writes = 1 + 1  # the seat, the report
        held = (simulate.JOIN_CPU[2] + simulate.TOKEN_CPU[2] + simulate.WEBHOOK_CPU[2]
                + simulate.APP_READS * simulate.READ_CPU[2] + writes * simulate.COMMIT_MS)
        expected = load.viewers / load.seconds * held / 1000  # Little's law
        self.assertAlmostEqual(simulate.simulate(load, LARGE).connections_mean / expected, 1, delta=0.05)

    def test_no_more_connections_than_the_pool_has_and_those_who_wait_wait_longer(self):
        narrow, wide = (simulate.simulate(Load(2000, 5, 20), Machine(8, pool)) for pool in (3, 100))
        self.assertEqual(narrow.connections_peak, 3)
        self.assertGreater(wide.connections_peak, 3)
        self.assertGreater(narrow.wait_p99, wide.wait_p99)
        self.assertGreater(narrow.settled, wide.settled)

    def test_too_much_for_the_cores_takes_as_long_as_the_work(self):
        load, machine = Load(3000, 1, 1000), Machine(1, 10)
        work = load.viewers * simulate.core_ms_per_viewer() / 1000
        result = simulate.simulate(load, machine)
        self.assertGreater(result.slow, 0)
        self.assertTrue(work <= result.settled <= work * 1.1 + simulate.CONNECT_SECONDS, result.settled)

    def test_rows_and_commits_are_those_of_each_request(self):
        result = simulate.simulate(Load(1, 0.0001), LARGE)
        # all within one second but the report, which comes after somebody has connected
        self.assertEqual(result.rows_peak, max(simulate.JOIN_ROWS + simulate.TOKEN_ROWS, simulate.REPORT_ROWS))
        self.assertEqual(result.commits_peak, 1)


class Rooms(unittest.TestCase):
    def test_reports_of_one_room_come_one_after_the_other(self):
        result = simulate.simulate(Load(5000, 60), LARGE)
        self.assertLessEqual(result.peak["livekit-webhook"], math.ceil(simulate.reports_per_second()))
        self.assertGreater(result.webhooks_lost, 0)

    def test_a_queue_holds_two_hundred(self):
        result = simulate.simulate(Load(1000, 0.001), LARGE)
        # one is under way, and as many wait as fit; the others come within the same moment
        self.assertAlmostEqual(result.requests["livekit-webhook"], simulate.WEBHOOK_QUEUE_DEPTH + 1, delta=10)

    def test_what_waits_too_long_is_thrown_away(self):
        clock, result = simulate.Clock(), simulate.Result()
        room = simulate.Room(clock, lambda then: clock.after(simulate.WEBHOOK_QUEUE_AGE + 1, then), result)
        for _ in range(3):
            room.report()
        clock.run()
        self.assertEqual(result.webhooks_lost, 2)

    def test_as_many_in_many_rooms_lose_nothing(self):
        self.assertEqual(simulate.simulate(Load(5000, 60, 50), LARGE).webhooks_lost, 0)


class Formulas(unittest.TestCase):
    def test_a_line_goes_to_everybody_inside(self):
        self.assertEqual(simulate.lines_per_second(10_000, 2500), 0.25)
        self.assertEqual(simulate.lines_per_second(0, 2500), 2500)


if __name__ == "__main__":
    unittest.main()
