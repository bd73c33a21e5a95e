//! The bare server with the allocator that Voronka has.

#[path = "bare.rs"]
mod bare;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    bare::main();
}
