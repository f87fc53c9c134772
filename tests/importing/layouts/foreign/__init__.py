"""Layouts of platforms outside China: inputs as the tools write them, answers worked out by hand.

The hand that wrote these inputs did not read the importers, and each module says in its docstring which facts were
read in a tool's own source or real output (with the commit), which stand in the maker's documentation, and which are
only recalled. All content is invented.

| layout | tested in |
|---|---|
| X API v2: pages of twarc2, streams, flattened; errors, missing users, edits | test_x_api_v2 |
| twarc-csv with the replaced texts of retweets, and without | test_x_twarc_csv |
| X API v1.1: lines and arrays, extended texts, rounded ids, stream notices | test_x_api_v1 |
| X information operations CSV, hashed accounts | test_x_information_operations |
| FiveThirtyEight's CSV, rounded account ids | test_x_fivethirtyeight |
| minet and twitwi CSV | test_x_minet |
| Telegram Desktop: one chat, a whole account, forwards, notices, edits, parts of texts | test_telegram |
| Reddit: comments and submissions of three generations, deleted authors, .zst | test_reddit |
| Bluesky: Jetstream v1 and v2, via, records, deletions | test_bluesky |
| Mastodon: ids of the server asked, reblogs, quotes | test_mastodon |
| 4CAT: CSV of each data source, NDJSON | test_fourcat |
| Zeeschuimer NDJSON: X, TikTok and its comments, Instagram, Threads | test_zeeschuimer |
| Instagram items without an envelope | test_instagram |
| YouTube: Data API threads and answers, yt-dlp, YouTube Data Tools | test_youtube |
| TikTok Research API: videos and comments | test_tiktok_research |
| CrowdTangle CSV: pages, groups, Instagram | test_crowdtangle |
| Meta Content Library CSV | test_meta_content_library |
| one folder of Weibo, Douyin, X and Telegram | test_mixed_folder |
"""
