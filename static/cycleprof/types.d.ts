/** The wire format, as `cycleprof/serialize.py` and `cycleprof/panels/` write it; a test compares. */

export interface Origin {
  file: string;
  line: number;
  function?: string | null;
  template?: string;
}

export interface Summary {
  id: string;
  kind: string;
  name: string;
  started_at: string;
  duration_ns: number;
  method: string | null;
  path: string | null;
  route: string | null;
  view: string | null;
  status: number | null;
  content_type: string | null;
  queries: number;
  db_ns: number;
  findings: number | null;
  stages: Record<string, number>;
  codes: string[];
  size_bytes: number | null;
  pinned: boolean;
  via: string | null;
  location: string | null;
}

export type Value =
  | string
  | number
  | { ns: number }
  | { share: number }
  | { bytes: number }
  | { times: number }
  | { mono: string }
  | { badge: Value; tone?: string; finding?: string }
  | { at: Origin }
  | { several: Value[]; between: string }
  | { say: string; values?: Record<string, Value> }
  | { parts: [string, number][]; whole_ns: number; within?: [string, number] };

export interface Category {
  id: string;
  label: string;
  ns: number;
}

export interface Brief {
  letter: string;
  kind: string;
  repeats: boolean;
  code: string;
  fingerprint: string;
  title: string;
  text: string;
  count?: Value;
  cost_ns: number;
  at?: { at: Origin };
  spans: number[];
  fix?: { at?: { at: Origin }; code?: string; text: string };
}

export interface Head {
  id: string;
  cycle: string;
  name: string;
  started_at: string;
  language: string;
  duration_ns: number;
  overhead_ns: number;
  without_ns: number;
  concurrent: boolean;
  queries: number;
  method?: string;
  path?: string;
  view?: string;
  protocol?: string;
  status?: number;
  reason?: string;
  streaming?: boolean;
  exception?: string;
  rerun?: string;
  editor?: { pattern?: string; folders: Record<string, string> };
  categories: Category[];
  verdict: [Value, Value];
  badge?: Value;
  findings: Brief[];
  together?: { id: string; label: Value; estimate: Value };
  versions: string[];
  dropped?: Value;
}

export interface Lane {
  id: string;
  title: string;
  category: string;
  layout: "onion" | "bars" | "marks";
  rows: number;
  count: number;
  own_ns: number;
  label?: Value;
  open?: { label: string; total_ns: number; count: number; letter?: string }[];
}

export type Column =
  | "id" | "parent" | "lane" | "row" | "open_row" | "start" | "span" | "own"
  | "category" | "name" | "place" | "sql" | "finding" | "flags";

/** Moments in nanoseconds from the cycle's start, on the server. */
export interface Web {
  parts: { name: string; start: number; end: number }[];
  marks?: { name: string; title: string; at: number }[];
  requests?: { name: string; start: number; end: number }[];
}

export interface Timeline {
  kind: "timeline";
  duration_ns: number;
  lanes: Lane[];
  bars: Record<Column, number[]>;
  ink: number[];
  names: string[];
  places?: { at: Origin }[];
  sql?: string[];
  facts?: Record<string, [string, Value][]>;
  concurrent: boolean;
  notice?: Value;
  browser?: Web;
}

export interface Frames {
  label: string;
  columns: Record<"depth" | "total" | "own" | "name" | "place" | "ours", number[]>;
}

export interface Flame {
  kind: "flame";
  label: string;
  total_ns: number;
  views: Frames[];
  names: string[];
  places?: { at: Origin }[];
  table: Block;
}

export interface Changed {
  stage: string;
  label: string;
  origin: Origin | null;
  base_count: number;
  head_count: number;
  delta: number;
  base_ns: number;
  head_ns: number;
  verdict: "added" | "removed" | "count" | "slower" | "faster" | "same";
  children: Changed[];
}

export interface Difference {
  sentence: string;
  parts: { kind: string; number?: number; what?: string; place?: string; base_ns?: number; head_ns?: number }[];
  notes: string[];
  totals: Record<string, { base: number; head: number; delta: number }>;
  queries: (Omit<Changed, "children"> & { fingerprint: string; sql: string })[];
  findings: { new: { code: string; title: string }[]; gone: { code: string; title: string }[] };
  tree: Changed;
}

export interface Item {
  id: string;
  title: Value;
  blocks?: Block[];
  letter?: string;
  marked: boolean;
  count?: number;
  total_ns?: number;
  note?: Value;
  flag?: Value;
  tags?: string[];
  search: string;
}

export interface Block {
  kind: string;
  [field: string]: any;
}

export interface Panel {
  id: string;
  title: string;
  blocks?: Block[];
  count?: number;
  flag?: Value;
}

export interface Document {
  schema: string;
  head: Head;
  panels: Panel[];
}
