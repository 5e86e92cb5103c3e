// Package msg reads Outlook's messages (.msg): who wrote to whom, when, on what, in which words, with which files.
//
// A message is a compound file ([MS-OXMSG]). Each property is a stream named by its number and type
// ("__substg1.0_0037001F" is the subject, in UTF-16), short ones stand together in "__properties_version1.0";
// attachments are storages of the same build, and an attached message is a message again.
//
// # The words
//
// A message has its words up to three times: plain, as HTML, and as compressed Rich Text (LZFu). Which of them are
// there depends on who saved it. Rich Text is often HTML or plain text in disguise ([MS-OXRTFEX]): the marked groups hold
// the original's tags, and what stands between \htmlrtf and \htmlrtf0 is for Rich Text readers only. [Open] takes such
// text out again, so that only messages truly written in Rich Text come as [Message.RTF].
//
// # What is left out
//
// Files that Outlook attaches by itself (pictures shown in the text, hidden files) are left out; an embedded object of
// another program is named in [Message.Objects], since nothing of it can be read.
package msg
