//! The page of calls by hand.

use prost_reflect::DescriptorPool;
use tradewire::proto::FILE_DESCRIPTOR_SET;

#[test]
fn there_is_a_command_for_every_call() {
    let page = std::fs::read_to_string(super::repository("docs/grpcurl.md")).unwrap();
    // What is only shown is not run by the tests.
    let blocks = page.split("```sh\n").collect::<Vec<_>>();
    let run: String = blocks
        .windows(2)
        .filter(|pair| !pair[0].trim_end().ends_with("-->"))
        .filter_map(|pair| pair[1].split("```").next())
        .collect();
    let pool = DescriptorPool::decode(FILE_DESCRIPTOR_SET).unwrap();
    let ours = pool
        .services()
        .filter(|service| service.package_name() == "tradewire.v1");
    let methods = ours.flat_map(|service| service.methods().collect::<Vec<_>>());
    let missing: Vec<String> = methods
        .map(|method| format!("{}/{}", method.parent_service().full_name(), method.name()))
        .filter(|call| !run.contains(call.as_str()))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
