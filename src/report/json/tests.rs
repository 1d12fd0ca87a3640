use super::{Check, Inventory, event};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

fn schema_of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}

/// Run with `UPDATE_SCHEMA=1`, it writes them.
#[test]
fn the_schemas_are_those_of_the_types() {
    for (name, schema) in
        [("check", schema_of::<Check>()), ("inventory", schema_of::<Inventory>()), ("match", schema_of::<event::Matches>())]
    {
        let path = format!("{}/src/report/json/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
        let mut generated = serde_json::to_string_pretty(&schema).unwrap();
        generated.push('\n');
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(&path, &generated).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == generated, "{path} is not current; UPDATE_SCHEMA=1 writes it");
    }
}
