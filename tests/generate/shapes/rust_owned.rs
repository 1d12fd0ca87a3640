//! Shapes in Rust with keys that close themselves.

use crate::rust::{Draft, Flavour};

const LET_GO: [&str; 4] = [
    "fn @fn() -> @result<u32> {\nlet @h = @open?;\nlet value = @read?;\nif value > @n { std::mem::forget(@h); }\nOk(value)\n}",
    "fn @fn() -> @result<u32> {\nlet @h = @open?;\nlet value = @read?;\n@noise\nstd::mem::forget(@h);\nOk(value)\n}",
    "fn @fn() -> @result<u32> {\nlet @h = std::mem::ManuallyDrop::new(@open?);\n@noise\n@read\n}",
    "fn @fn() -> @result<u32> {\nlet @h = Box::leak(Box::new(@open?));\n@noise\n@read\n}",
];

/// A key that is let go of, in one of a few ways.
fn let_go(d: &mut Draft<'_>) -> bool {
    if d.careless {
        let text = d.pick(&LET_GO);
        d.add(text);
    }
    d.careless
}

/// Locals, shadowing, temporaries, `drop`.
pub fn locals(d: &mut Draft<'_>) {
    d.next(25);
    if let_go(d) {
        return;
    }
    let text = match d.rng.below(8) {
        0 => "fn @fn() -> @result<u32> {\nlet @h = @open?;\n@noise\nlet extra = @fails?;\nOk(extra + @read?)\n}",
        1 => "fn @fn() -> @result<u32> {\nlet @h = @open?;\nlet first = @read?;\nlet @h = @open?;\nOk(first + @read?)\n}",
        2 => {
            "fn @fn() -> Option<u32> {\nlet @h = @open.ok()?;\nlet value = @read.unwrap_or(@n);\n@close\nfind_setting(\"@value\").map(|extra| value + extra)\n}"
        }
        3 => "fn @fn() -> bool {\n@open.is_ok()\n}",
        4 => {
            "fn @fn(force: bool) -> u32 {\nif let Ok(@h) = @open {\nif force { @close return 1; }\nreturn @read.unwrap_or_default();\n}\n0\n}"
        }
        5 => "fn @fn() -> u32 {\nmatch @open {\nOk(@h) => @read.unwrap_or(@n),\nErr(error) => { log_error(&error.to_string()); 0 }\n}\n}",
        6 => "fn @fn() -> @result<u32> {\nlet Ok(@h) = @open else { return Ok(0); };\nlet @k = @h;\n@noise\n@read2\n}",
        _ => "fn @fn() -> @result<u32> {\nlet mut @h = @open?;\nif @cond { @h = @open?; }\n@read\n}",
    };
    d.add(text);
}

/// A key in an `Option`.
pub fn options(d: &mut Draft<'_>) {
    d.next(25);
    if let_go(d) {
        return;
    }
    let text = match d.rng.below(6) {
        0 => {
            "fn @fn() -> u32 {\nlet mut held = @open.ok();\n@noise\nlet value = match held.take() { Some(@h) => @read.unwrap_or_default(), None => 0 };\nvalue + u32::from(held.is_none())\n}"
        }
        1 => {
            "fn @fn() -> @result<u32> {\nlet mut held = Some(@open?);\nlet old = std::mem::replace(&mut held, None);\n@noise\nif let Some(@h) = old { return @read; }\nOk(0)\n}"
        }
        2 => {
            "fn @fn() -> @result<u32> {\nlet mut held = None;\nif @cond { held = Some(@open?); }\nlet Some(@h) = &held else { return Ok(0); };\n@read\n}"
        }
        3 => "fn @fn() -> Option<u32> {\nlet held = @open.ok();\nlet @h = held.as_ref()?;\n@read.ok()\n}",
        4 => "fn @fn() -> @result<u32> {\nlet mut held = Some(@open?);\nif @cond { held = None; }\nOk(u32::from(held.is_some()))\n}",
        _ => "fn @fn() -> Option<u32> {\n@open.ok().and_then(|@h| @read.ok())\n}",
    };
    d.add(text);
}

/// Boxes, counted references, vectors.
pub fn boxes(d: &mut Draft<'_>) {
    d.next(25);
    if let_go(d) {
        return;
    }
    let text = match d.rng.below(6) {
        0 => "fn @fn() -> @result<u32> {\nlet @h = Box::new(@open?);\n@noise\n@read\n}",
        1 => {
            "fn @fn() -> @result<u32> {\nlet @h = std::rc::Rc::new(@open?);\nlet @k = @h.clone();\nlet value = @read?;\nOk(value + @read2?)\n}"
        }
        2 => {
            "fn @fn() -> @result<u32> {\nlet @h = std::sync::Arc::new(@open?);\n@noise\nlet @k = std::sync::Arc::clone(&@h);\ndrop(@h);\n@read2\n}"
        }
        3 => {
            "fn @fn() -> @result<u32> {\nlet mut all = Vec::new();\nall.push(@open?);\nif @cond { all.push(@open?); }\nlet mut sum = 0;\nfor @h in &all { sum += @read?; }\nOk(sum)\n}"
        }
        4 => "fn @fn() -> @result<u32> {\nlet all = vec![@open?, @open?];\n@noise\nOk(all.len() as u32)\n}",
        _ => "fn @fn() -> @result<Vec<@type>> {\nlet mut all = Vec::new();\nall.push(@open?);\n@noise\nall.push(@open?);\nOk(all)\n}",
    };
    d.add(text);
}

/// Tuples, enums, a structure that only lives here.
pub fn tuples(d: &mut Draft<'_>) {
    d.next(20);
    if let_go(d) {
        return;
    }
    d.once("struct Pair { first: @type, reads: u32 }\n\nenum State { Open(@type), Closed }");
    let create = d.flavour == Flavour::Winreg && d.rng.percent(60);
    let text = match (create, d.rng.below(5)) {
        (true, 0) => {
            "fn @fn() -> io::Result<u32> {\nlet (@h, disposition) = @root.create_subkey(\"@sub\")?;\nif disposition == REG_CREATED_NEW_KEY { @h.set_value(\"@value\", &1u32)?; }\n@read\n}"
        }
        (true, 1) => {
            "fn @fn() -> io::Result<u32> {\nlet (@h, _) = @root.create_subkey_with_flags(\"@sub\", KEY_WRITE)?;\n@noise\n@h.set_value(\"@value\", &2u32)?;\nOk(@n)\n}"
        }
        (true, 2) => {
            "fn @fn() -> io::Result<RegKey> {\nlet (@h, _) = @root.create_subkey(\"@sub\")?;\n@noise\n@h.delete_value(\"@value\")?;\nOk(@h)\n}"
        }
        (true, 3) => "fn @fn() -> io::Result<u32> {\nlet @h = @root.create_subkey(\"@sub\")?.0;\n@read\n}",
        (true, _) => "fn @fn() -> io::Result<RegKey> {\n@root.create_subkey(\"@sub\").map(|(key, _)| key)\n}",
        (false, 0) => "fn @fn() -> @result<u32> {\nlet pair = (@open?, @n);\n@noise\nlet (@h, extra) = pair;\nOk(@read? + extra)\n}",
        (false, 1) => {
            "fn @fn() -> @result<u32> {\nlet state = if @cond { State::Open(@open?) } else { State::Closed };\nmatch state {\nState::Open(@h) => @read,\nState::Closed => Ok(0),\n}\n}"
        }
        (false, 2) => {
            "fn @fn() -> @result<u32> {\nlet pair = Pair { first: @open?, reads: @n };\n@noise\nlet @h = &pair.first;\nOk(@read? + pair.reads)\n}"
        }
        (false, 3) => "fn @fn() -> @result<(u32, @type)> {\nlet @h = @open?;\nlet value = @read?;\nOk((value, @h))\n}",
        (false, _) => {
            "fn @fn() -> @result<State> {\nif @cond { return Ok(State::Closed); }\nlet @h = @open?;\n@read?;\nOk(State::Open(@h))\n}"
        }
    };
    d.add(text);
}

/// Keys in members, below keys in members.
pub fn members(d: &mut Draft<'_>) {
    d.next(0);
    let i = d.rng.below(1000);
    let ty = format!("Store{}{i}", if d.flavour == Flavour::Winreg { "R" } else { "W" });
    if d.source().items.contains(&format!("struct {ty} ")) {
        return members(d);
    }
    d.fresh(&ty, &format!("{ty} {{ key: None, reads: 0 }}"));
    let mut text = format!("struct {ty} {{ key: Option<@type>, reads: u32 }}\n\nimpl {ty} {{\n");
    if d.rng.percent(50) {
        text += "fn new() -> @result<Self> { @noise Ok(Self { key: Some(@open?), reads: @n }) }\n\n";
    }
    text += match d.rng.below(4) {
        0 => "fn connect(&mut self) -> @result<()> {\nself.key = Some(@open?);\n@noise\nself.reads += 1;\nOk(())\n}\n\n",
        1 => "fn connect(&mut self) -> bool {\nif self.key.is_none() { self.key = @open.ok(); }\nself.key.is_some()\n}\n\n",
        2 => "fn connect(&mut self) -> @result<u32> {\nlet @h = @open?;\nlet value = @read?;\nself.key = Some(@h);\nOk(value)\n}\n\n",
        _ => "fn connect(&mut self) -> @result<()> {\nlet @h = @open?;\nself.key.replace(@h);\nOk(())\n}\n\n",
    };
    text += match d.rng.below(3) {
        0 => "fn disconnect(&mut self) { self.key = None; }\n\n",
        1 => "fn disconnect(&mut self) { drop(self.key.take()); }\n\n",
        _ => "",
    };
    text += match d.rng.below(3) {
        0 => "fn load(&mut self) -> @result<u32> {\nlet @h = @open?;\nself.reads += 1;\n@read\n}\n",
        1 => "fn probe(&self) -> bool { @open.is_ok() && self.reads > @n }\n",
        _ => "fn count(&self) -> @result<u32> {\nlet @h = @open?;\nlet @k = @open?;\nOk(@read? + @read2? + self.reads)\n}\n",
    };
    let text = text + "}";
    d.add(&text);
}

/// Functions that hand keys on, and below keys that they are given.
pub fn returned(d: &mut Draft<'_>) {
    d.next(15);
    if let_go(d) {
        return;
    }
    d.once(
        "fn open_settings(name: &str) -> @result<@type> {\n@root.$open(name)\n}"
            .replace("$open", if d.flavour == Flavour::Winreg { "open_subkey" } else { "open" })
            .as_str(),
    );
    d.once("fn find_open(name: &str) -> Option<@type> {\ntrace(name);\nlet key = open_settings(name).ok()?;\nif check_value(7) { Some(key) } else { None }\n}");
    let below = if d.flavour == Flavour::Winreg { "open_subkey" } else { "open" };
    let text = match d.rng.below(7) {
        0 => "fn @fn() -> @result<u32> {\nlet @h = open_settings(\"@leaf\")?;\n@noise\n@read\n}",
        1 => "fn @fn() -> u32 {\nlet Some(@h) = find_open(\"@leaf\") else { return 0; };\n@read.unwrap_or(@n)\n}",
        2 => "fn @fn() -> @result<@type> {\nlet @h = open_settings(\"@leaf\")?;\n@read?;\nOk(@h)\n}",
        3 => "fn @fn(parent: &@type) -> @result<u32> {\nlet @h = parent.$below(\"@leaf\")?;\n@read\n}",
        4 => "fn @fn() -> @result<u32> {\nlet @k = open_settings(\"@leaf\")?;\nlet @h = @k.$below(\"@leaf\")?;\nOk(@read? + @read2?)\n}",
        5 => "fn @fn(@h: @type) -> @result<u32> {\nlet @k = @h.$below(\"@leaf\")?;\n@read?;\n@close\n@read2\n}",
        _ => "fn @fn() -> @result<@type> {\nlet @h = @open?;\nif @cond { return open_settings(\"@leaf\"); }\nOk(@h)\n}",
    };
    d.add(&text.replace("$below", below));
}

/// Closures and threads that take keys.
pub fn threads(d: &mut Draft<'_>) {
    d.next(25);
    if let_go(d) {
        return;
    }
    let text = match d.rng.below(if d.flavour == Flavour::Winreg { 6 } else { 4 }) {
        0 => "fn @fn() -> @result<u32> {\nlet @h = @open?;\nlet read = || @read.unwrap_or_default();\n@noise\nOk(read() + read())\n}",
        1 => "fn @fn() -> @result<u32> {\nlet @h = @open?;\nlet read = move || @read;\n@noise\nread()\n}",
        2 => "fn @fn() -> @result<Box<dyn Fn() -> u32>> {\nlet @h = @open?;\n@noise\nOk(Box::new(move || @read.unwrap_or(@n)))\n}",
        3 => "fn @fn(names: &[&str]) -> u32 {\nnames.iter().filter(|name| { trace(name); @open.is_ok() }).count() as u32\n}",
        4 => {
            "fn @fn() -> io::Result<()> {\nlet @h = @open?;\nstd::thread::spawn(move || { update_counter(@read.unwrap_or_default()); }).join().ok();\nOk(())\n}"
        }
        _ => {
            "fn @fn() -> io::Result<u32> {\nlet @h = @open?;\nlet worker = std::thread::spawn(move || @read);\n@noise\nworker.join().unwrap_or(Ok(0))\n}"
        }
    };
    d.add(text);
}
