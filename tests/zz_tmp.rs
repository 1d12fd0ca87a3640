use goblin::pe::PE; use hivelint::frontend::pe::debug::DebugInfo; use std::time::Instant;
#[test] fn measure() {
  for p in std::env::var("DLLS").unwrap().split(' ') {
    let b = std::fs::read(p).unwrap();
    let t=Instant::now(); let pe = match PE::parse(&b) {Ok(p)=>p, Err(e)=>{println!("{p}: {e}"); continue}}; let t1=t.elapsed();
    let t=Instant::now(); let (d,n)=DebugInfo::read(&b,&pe,None); let t2=t.elapsed();
    let t=Instant::now(); let k=d.functions().len(); let mut hit=0; let step=(k/500).max(1); let mut asked=0; for f in d.functions().iter().step_by(step) { asked+=1; if d.line_at(f.0).is_some() {hit+=1} } let t3=t.elapsed();
    println!("{p}: {} bytes parse {t1:?} debug {t2:?} {k} fns; {hit}/{asked} lines {t3:?} {n:?} {:?}", b.len(), d.functions().iter().rev().nth(3).map(|f| (f.2.clone(), d.line_at(f.0))));
  }
}
