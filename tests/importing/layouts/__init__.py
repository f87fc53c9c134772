"""Every layout of the collectors, with inputs of the shape that the tools write and answers worked out by hand.

The hand that wrote these inputs did not read the importers. Ids, bids and moments come from the two formulas in
`made.py`; all else in an expected value was read off the input by eye. Where a layout cannot tell a value, the
expected value is null; where more than one answer is honest, a tuple lists them; where a layout may be read or
refused, both are accepted, and what is read must be right.

| layout | tested in |
|---|---|
| statuses of m.weibo.cn and weibo.com/ajax, deleted roots, edits, parents by pid | test_weibo_pages |
| comments of both, threads, answers, the post asked for | test_weibo_pages |
| doors: data, data.data, data.cards, card_group, data.statuses, data.list, statuses, reposts, root_comments | test_weibo_pages |
| weibo-crawler CSV: six generations, with and without reposts, appended generations | test_weibo_crawler |
| weibo-crawler JSON, comments CSV, weibodata.db, MySQL's table as CSV, MongoDB's collection | test_weibo_crawler |
| weibo-search CSV of 16, 17, 18, 19 and 21 cells, appended generations, SQLite, MySQL's table as CSV | test_weibo_search |
| weiboSpider CSV (all and originals alone), JSON, SQLite | test_weibo_spider |
| nghuyong tweets and reposts (JSON lines, array, documents, flattened CSV, mongoexport; before and since 2024) | test_nghuyong |
| nghuyong comments with and without the comment answered; users, fans, follows | test_nghuyong |
| weibo-crawler users.csv | test_nghuyong |
| older WeiboSpider: Tweets, Comments (2019 and later), Reposts, Users, Relationships | test_older_weibo_spider |
| WeiboSuperSpider: topics (two headers), one user (two headers), posts found by a word, posts commented on | test_super_spider |
| WeiboSuperSpider: comments without ids, comments with ids with and without a header, likes, articles | test_super_spider |
| SpiderClub: weibo_data, weibo_repost, weibo_comment as CSV and SQLite; likes and relations | test_spiderclub |
| XWang20: reposts, comments, posts | test_small_tools |
| findsons: 9 cells, 13 cells, without a header, days first | test_small_tools |
| githubzjm: reposts, comments, search, followers, profiles | test_small_tools |
| weibo-repost-get: workbook, with profiles, without the mid | test_small_tools |
| Wenzhi-Ding: database with kept statuses, CSV of it | test_kept_statuses |
| Weibo-archiver: merged, list, lines | test_kept_statuses |
| comment tables with foreign headers (articleId; 评论ID between TABs); Bazhuayu | test_small_tools |
| CED (reposts, originals), CHECKED, Ma-Weibo, WeiboEvents | test_datasets |
| MediaCrawler: Weibo, Douyin, Xiaohongshu, Bilibili, Kuaishou, Tieba, Zhihu; contents and comments of both | |
| generations as CSV, JSON lines, JSON, mongoexport, workbook and SQLite; dynamics, creators, contacts | test_mediacrawler |
| known layouts that a spreadsheet has saved: rounded ids, other times and encodings | test_saved_by_spreadsheets |
| a record without its id, or with odd values, in a file of each layout | test_odd_records |
| column maps that are proposed for fourteen foreign tables, and the acts that come of them | test_foreign_tables |
| several inputs, kinds, days and months, sheets, containers; maps that must be refused | test_column_maps |
| X, Telegram, Reddit, Bluesky, Mastodon, YouTube, TikTok, Meta's tools, 4CAT, Zeeschuimer, minet | foreign |
| what `inspect` says of each of these layouts is what the import gives | test_inspection |
"""
