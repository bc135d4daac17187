import assert from "node:assert/strict";
import { test } from "node:test";

import { inserted } from "../../static/cycleprof/blocks/simple.js";
import { format, shorten } from "../../static/cycleprof/blocks/sql.js";

test("a list shows statements without columns and table prefixes", () => {
  const sql = 'SELECT "blog_tag"."id", "blog_tag"."name" FROM "blog_tag" INNER JOIN "blog_post_tags" ON ("blog_tag"."id" = "blog_post_tags"."tag_id") WHERE "blog_post_tags"."post_id" = %s';

  assert.equal(shorten(sql), "SELECT … FROM blog_tag INNER JOIN blog_post_tags ON (id = tag_id) WHERE post_id = %s");
});

test("counting stays visible", () => {
  assert.equal(shorten('SELECT COUNT(*) AS "__count" FROM "blog_comment" WHERE "blog_comment"."post_id" = %s'), "SELECT COUNT(*) FROM blog_comment WHERE post_id = %s");
});

test("clauses begin lines, joins are whole, conditions are indented", () => {
  const lines = format('SELECT "a"."id" FROM "a" LEFT OUTER JOIN "b" ON ("a"."id" = "b"."a_id") WHERE ("a"."x" = %s AND "a"."y" IN (SELECT "c"."y" FROM "c")) ORDER BY "a"."id" ASC LIMIT 21');

  assert.deepEqual(lines, [
    "SELECT a.id", "FROM a", "LEFT OUTER JOIN b ON (a.id = b.a_id)", "WHERE (a.x = %s", "  AND a.y IN (SELECT c.y FROM c))", "ORDER BY a.id ASC", "LIMIT 21",
  ]);
});

test("text in quotes is left as it is", () => {
  assert.deepEqual(format("SELECT 'a  FROM b' FROM t"), ["SELECT 'a  FROM b'", "FROM t"]);
});

test("formatting loses nothing but spaces and quotes", () => {
  const sql = "INSERT INTO t (a, b) VALUES (%s, 'x''y'), ($1, 2.5) RETURNING t.id";

  assert.equal(format(sql).join(" ").replace(/\s+/g, " "), sql);
});

test("what an insertion added is found where people would mark it", () => {
  const [before, after] = ["Post.objects.order_by()", 'Post.objects.select_related("author").order_by()'];
  const [start, end] = inserted(before, after);

  assert.equal(after.slice(start, end), '.select_related("author")');
});
