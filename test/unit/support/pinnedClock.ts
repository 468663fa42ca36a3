/** A clock that stands where PINNED_NOW (Unix milliseconds) says: a process started anew can be half a minute older at once. */
const pinned = Number(process.env["PINNED_NOW"]);
Date.now = () => pinned;
