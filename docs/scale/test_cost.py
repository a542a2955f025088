import unittest

import cost
from cost import Size


class Cost(unittest.TestCase):
    def test_a_million_requests_are_the_sum_of_their_parts(self):
        parts = cost.per_million_requests("LAMBDA_X86")
        # 1 + 1 + 2 requests of a stay: by hand, (21 + 11 + 12 + 12) ÷ 4 ms of a quarter of a GB
        self.assertEqual([cost.milliseconds(name) for name in cost.INVOCATIONS], [21, 11, 12])
        self.assertAlmostEqual(parts["Lambda, 14 ms of 256 MB"], 0.014 * 0.25 * 1e6 * 0.0000166667)
        self.assertEqual(parts["API Gateway"], 1.00)

    def test_what_a_plan_includes_is_free(self):
        self.assertEqual(cost.beyond(5, 5, 2.5), 0)
        self.assertEqual(cost.beyond(5.1, 5, 2.5), 2.5)
        self.assertAlmostEqual(cost.beyond(1700, 500, 10 / 1000, 1000), 20)  # the example of Supabase's own page

    def test_messages_of_a_room_are_those_who_are_told_times_what_they_are_told(self):
        size = Size(1000, 1)
        self.assertEqual(size.chat_messages, 200)
        self.assertEqual(size.counter_messages, 200)
        self.assertEqual(size.list_messages, 10)  # fifty who look at the list hear of one room every 5 s
        self.assertEqual(Size(1000, 1, sparing=True).list_messages, 0)

    def test_a_sparing_app_asks_for_the_list_and_nothing_for_each_line(self):
        come = 1200 / (cost.STAY_MINUTES * 60) * 4
        self.assertAlmostEqual(Size(1200, 1).reads_per_second, come + 240)
        self.assertAlmostEqual(Size(1200, 1, sparing=True).reads_per_second, come + 60 / cost.LIST_SECONDS)

    def test_numbers_of_small_rooms_go_out_every_three_seconds(self):
        self.assertEqual(Size(30, 1).counter_messages, 10)

    def test_no_machine_is_busier_than_it_may_be(self):
        for size in cost.SIZES:
            if size.compute:
                cores = next(cores for name, cores, _ in cost.COMPUTE if name == size.compute[0])
                self.assertLessEqual(size.cores, cores * cost.BUSY)
        self.assertIsNone(Size(10_000_000, 2000).compute)

    def test_a_month_of_video_is_mostly_media(self):
        parts = cost.month(Size(100, 2))
        media = sum(usd for part, usd in parts.items() if part.startswith("LiveKit"))
        self.assertGreater(media, sum(parts.values()) / 2)

    def test_metrics_are_paid_for_the_hours_in_which_they_have_data(self):
        alone = cost.standing_per_month()["metrics of these and of health"]
        busy = cost.month(Size(100, 2))["AWS, metrics of requests"]
        self.assertAlmostEqual(alone + busy * cost.HOURS_A_MONTH / cost.HOURS, cost.METRICS * 0.30)
        self.assertLess(alone, busy)

    def test_every_price_says_what_it_is_for_where_it_stands_and_when_it_was_seen(self):
        for price in [*cost.AWS.values(), *cost.SUPABASE.values(), *cost.LIVEKIT.values()]:
            self.assertGreater(price.usd, 0)
            self.assertTrue(price.unit and price.page)
            self.assertRegex(price.seen, r"^(\d{4}-\d{2}|not checked)$")


if __name__ == "__main__":
    unittest.main()
