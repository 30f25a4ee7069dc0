/** What the events of the operators' page are, in both languages. */

type Notes = Readonly<Record<string, string>>

export const englishNotes: Notes = {
  sessions: "Open HTTP/2 connections, each of which carries many calls.",
  streams: "Calls that run now.",
  handshakes: "TLS handshakes.",
  resumed: "Handshakes that took up an earlier TLS session, which is faster.",
  reconnects: "Connections that replaced a lost one.",
  evictions: "Connections that were closed because they no longer answered.",
  connectFailures: "Attempts to connect to the model's service that failed.",
  longestWaitMs: "The longest that a call waited for a connection.",
  fresh: "Kept answers that were served within their time.",
  stale: "Kept answers that were served past their time, while they were renewed.",
  drafts: "Texts that were typed so far.",
  refused: "Reads that were not started, to spare the services.",
  wasted: "Reads that no question used.",
  deadLettered: "Given up after all tries and set aside.",
}

export const japaneseNotes: Notes = {
  sessions: "開いているHTTP/2接続。一つで多くの呼び出しを運びます。",
  streams: "実行中の呼び出し。",
  handshakes: "TLSハンドシェイク。",
  resumed: "以前のTLSセッションを使った、速いハンドシェイク。",
  reconnects: "失われた接続に代わった接続。",
  evictions: "応答しなくなり、閉じられた接続。",
  connectFailures: "モデルのサービスへの接続の失敗。",
  longestWaitMs: "呼び出しが接続を待った最長の時間。",
  fresh: "期限内に返した、保存された回答。",
  stale: "更新中に返した、期限の過ぎた回答。",
  drafts: "入力途中の文。",
  refused: "サービスの負荷を避けるため、始めなかった読み取り。",
  wasted: "どの質問にも使われなかった読み取り。",
  deadLettered: "再試行を終え、別に保管されたもの。",
}
