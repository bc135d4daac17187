/** Statements made readable: short on one line, or formatted over several, with their words coloured. */

import { h } from "../dom.js";

const KEYWORDS = new Set((
  "SELECT FROM WHERE AND OR INNER LEFT RIGHT FULL CROSS OUTER JOIN ON USING GROUP ORDER BY HAVING LIMIT OFFSET DESC ASC AS UPDATE SET INSERT INTO VALUES DELETE " +
  "IN NOT NULL IS LIKE BETWEEN EXISTS CASE WHEN THEN ELSE END DISTINCT UNION ALL WITH RETURNING SAVEPOINT RELEASE ROLLBACK COUNT SUM MIN MAX AVG COALESCE ESCAPE FOR CONFLICT DO NOTHING"
).split(" "));
const TOKEN = /("(?:[^"]|"")*"|`[^`]*`|'(?:[^']|'')*'|%\(\w+\)s|%s|\$\d+|\?|\b\d+(?:\.\d+)?\b|[A-Za-z_]\w*|[(),.=*<>;]+|\s+)/;
const BREAKS = /^(FROM|WHERE|INNER|LEFT|RIGHT|FULL|CROSS|GROUP|ORDER|HAVING|LIMIT|SET|VALUES|UNION|RETURNING)$/;
const LONGEST = 20_000; // characters that are coloured; beyond, plain text is kinder

/** @param {string} sql @returns {string} without quotes around names that need none */
const unquoted = (sql) => sql.replace(/"(\w+)"|`(\w+)`/g, "$1$2");

/**
 * On one line: the columns of a SELECT and the tables before the dots left out.
 *
 * @param {string} sql
 * @returns {string}
 */
export function shorten(sql) {
  return unquoted(sql)
    .replace(/\s+/g, " ")
    .replace(/^SELECT (?!COUNT\b)(?:(?!\bFROM\b).)*? FROM\b/i, "SELECT … FROM")
    .replace(/^(SELECT COUNT\([^)]*\)).*? FROM\b/i, "$1 FROM")
    .replace(/\b[A-Za-z_]\w*\.(?=[A-Za-z_*])/g, "");
}

/**
 * Over several lines: clauses at the margin, conditions and joins indented.
 *
 * @param {string} sql
 * @returns {string[]}
 */
export function format(sql) {
  const lines = [""];
  let depth = 0;
  const words = unquoted(sql).trim().split(TOKEN).filter(Boolean);
  words.forEach((word, number) => {
    depth += count(word, "(") - count(word, ")");
    const upper = word.toUpperCase();
    const previous = words.slice(0, number).reverse().find((one) => one.trim())?.toUpperCase() ?? "";
    const joined = /^(LEFT|RIGHT|FULL|INNER|CROSS|OUTER)$/.test(previous) || (upper === "LEFT" && words[number + 1] === "(");
    if (depth === 0 && BREAKS.test(upper) && number > 0 && !joined) lines.push(word);
    else if (depth <= 1 && /^(AND|OR)$/.test(upper)) lines.push(`  ${word}`);
    else lines[lines.length - 1] += /^\s+$/.test(word) ? " " : word;
  });
  return lines.map((line) => line.trimEnd()).filter(Boolean);
}

/** @param {string} text @param {string} sign */
const count = (text, sign) => text.split(sign).length - 1;

/** @param {string} sql @returns {import("../dom.js").Child[]} */
export function tokens(sql) {
  if (sql.length > LONGEST) return [sql];
  return sql.split(TOKEN).map((word) => {
    if (!word || /^\s+$/.test(word)) return word;
    if (KEYWORDS.has(word.toUpperCase())) return h("span.k", null, word);
    if (/^(%|\$|\?|'|\d)/.test(word)) return h("span.s", null, word);
    return /^[(),.=*<>;]/.test(word) ? h("span.pn", null, word) : word;
  });
}

/** @param {string} sql @returns {HTMLElement[]} */
export const sqlLines = (sql) => format(sql).map((line) => h("div.ql", null, h("span", null, tokens(line))));

/**
 * @param {string} label
 * @param {import("../dom.js").Child[]} lines
 * @returns {HTMLElement}
 */
export const codeBlock = (label, lines) => h("div.code", { tabindex: 0, role: "region", "aria-label": label }, lines);
